package dev.secrets.rotation;

import dev.secrets.model.GetRandomPasswordRequest;
import dev.secrets.model.SecretValue;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A target in memory: one password per account, and the rotator for it, whose secrets are bare passwords. */
class Accounts extends ValueRotator {
    final Map<String, String> passwords = new ConcurrentHashMap<>();

    /** How often an account's password was set. */
    final Map<String, Integer> changes = new ConcurrentHashMap<>();

    boolean accepts(String account, String password) {
        return password.equals(passwords.get(account));
    }

    @Override
    protected SecretValue nextValue(RotationContext context, Optional<SecretValue> current) {
        return context.randomPassword(new GetRandomPasswordRequest().excludePunctuation(true));
    }

    @Override
    protected void put(RotationContext context, SecretValue pending) {
        context.requireLease();
        if (!accepts(context.secretName(), pending.revealString())) {
            String current = context.current().orElseThrow().revealString();
            if (!accepts(context.secretName(), current)) {
                throw RotationException.permanent("Neither password is accepted");
            }
            passwords.put(context.secretName(), pending.revealString());
            changes.merge(context.secretName(), 1, Integer::sum);
        }
    }

    @Override
    protected void test(RotationContext context, SecretValue pending) {
        if (!accepts(context.secretName(), pending.revealString())) {
            throw RotationException.retryable("The pending password is refused");
        }
    }
}
