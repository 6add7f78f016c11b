package dev.secrets.rotation;

import dev.secrets.model.GetRandomPasswordRequest;
import dev.secrets.model.SecretValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A context of one secret in memory, which remembers the values that it hands out: they are the rotator's to close. */
final class RememberingContext implements RotationContext {
    private final List<SecretValue> handedOut = new ArrayList<>();
    private final String current;
    private Optional<String> pending = Optional.empty();

    RememberingContext(String current) {
        this.current = current;
    }

    List<SecretValue> open() {
        return handedOut.stream().filter(RememberingContext::isOpen).toList();
    }

    private static boolean isOpen(SecretValue value) {
        try {
            value.reveal();
            return true;
        } catch (IllegalStateException closed) {
            return false;
        }
    }

    private SecretValue handOut(String value) {
        SecretValue copy = SecretValue.ofString(value);
        handedOut.add(copy);
        return copy;
    }

    @Override
    public String secretArn() {
        return "arn:aws:secretsmanager:us-east-1:123456789012:secret:app-AbCdEf";
    }

    @Override
    public String secretName() {
        return "app";
    }

    @Override
    public String clientRequestToken() {
        return "token";
    }

    @Override
    public Map<String, String> metadata() {
        return Map.of();
    }

    @Override
    public Optional<SecretValue> current() {
        return Optional.of(handOut(current));
    }

    @Override
    public Optional<SecretValue> previous() {
        return Optional.empty();
    }

    @Override
    public Optional<SecretValue> pending() {
        return pending.map(this::handOut);
    }

    @Override
    public void putPending(SecretValue value) {
        pending = Optional.of(value.revealString());
    }

    @Override
    public void finish() {}

    @Override
    public void finishOnCompletion() {}

    @Override
    public SecretValue randomPassword(GetRandomPasswordRequest request) {
        return handOut("random-password");
    }

    @Override
    public Duration timeLeft() {
        return Duration.ofSeconds(30);
    }

    @Override
    public void requireLease() {}

    @Override
    public void closeOnAbort(AutoCloseable resource) {}
}
