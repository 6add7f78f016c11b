package dev.secrets.rotation;

import dev.secrets.RotationQueue;
import dev.secrets.SecretsManager;
import dev.secrets.credentials.DatabaseCredentials;
import dev.secrets.model.ExternalSecretRotationMetadataItem;
import dev.secrets.model.GetRandomPasswordRequest;
import dev.secrets.model.RotationLease;
import dev.secrets.model.SecretValue;
import dev.secrets.model.StagingLabel;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The context of the rotation that a lease stands for. */
final class LeasedContext implements RotationContext, AutoCloseable {
    private final RotationQueue queue;
    private final SecretsManager secrets;
    private final Rotator rotator;
    private final HeldLease held;
    private final StepGuard guard;
    private final StepClock clock;
    private final FailureReason reasons;
    private boolean finishesOnCompletion;

    /** Of the current value, once it is known. */
    private @Nullable Optional<DatabaseCredentials> login;

    LeasedContext(
            RotationQueue queue,
            SecretsManager secrets,
            Rotator rotator,
            HeldLease held,
            StepGuard guard,
            StepClock clock,
            FailureReason reasons) {
        this.queue = queue;
        this.secrets = secrets;
        this.rotator = rotator;
        this.held = held;
        this.guard = guard;
        this.clock = clock;
        this.reasons = reasons;
    }

    private RotationLease lease() {
        return held.lease();
    }

    @Override
    public String secretArn() {
        return lease().secretArn();
    }

    @Override
    public String secretName() {
        return lease().secretName();
    }

    @Override
    public String clientRequestToken() {
        return lease().versionId();
    }

    @Override
    public Map<String, String> metadata() {
        return lease().externalSecretRotationMetadata().stream()
                .collect(Collectors.toUnmodifiableMap(
                        ExternalSecretRotationMetadataItem::key, ExternalSecretRotationMetadataItem::value));
    }

    @Override
    public Optional<SecretValue> current() {
        return shown(queue.value(lease(), StagingLabel.AWSCURRENT));
    }

    @Override
    public Optional<SecretValue> previous() {
        return shown(queue.value(lease(), StagingLabel.AWSPREVIOUS));
    }

    @Override
    public Optional<SecretValue> pending() {
        Optional<SecretValue> pending = shown(queue.pendingValue(lease()));
        pending.ifPresent(this::requireSameLogin);
        return pending;
    }

    @Override
    public void putPending(SecretValue value) {
        reasons.saw(value);
        requireSameLogin(value);
        held.change(lease -> queue.putPendingValue(lease, value));
    }

    private Optional<SecretValue> shown(Optional<SecretValue> value) {
        value.ifPresent(reasons::saw);
        return value;
    }

    private void requireSameLogin(SecretValue pending) {
        Optional<DatabaseCredentials> now = login();
        if (now.isPresent()) {
            Optional<DatabaseCredentials> next = DatabaseLogin.read(pending);
            boolean allowed = next.filter(to -> mayReplace(now.get(), to)).isPresent();
            next.ifPresent(DatabaseCredentials::close);
            if (!allowed) {
                throw RotationException.permanent(
                        "The pending value would change the host, port or user of the database secret");
            }
        }
    }

    private boolean mayReplace(DatabaseCredentials current, DatabaseCredentials pending) {
        return rotator instanceof DatabaseRotator knowing
                ? knowing.mayReplace(current, pending)
                : DatabaseLogin.isSame(current, pending);
    }

    /** Read once: the login that was current when the rotation began is the one that it may not leave. */
    private Optional<DatabaseCredentials> login() {
        if (login == null) {
            Optional<SecretValue> current = current();
            login = current.flatMap(DatabaseLogin::read);
            current.ifPresent(SecretValue::close);
        }
        return login;
    }

    /** Forgets the login and the values that were seen; for who ends the rotation. */
    @Override
    public void close() {
        reasons.close();
        if (login != null) {
            login.ifPresent(DatabaseCredentials::close);
        }
    }

    @Override
    public void finish() {
        queue.finish(lease());
    }

    @Override
    public void finishOnCompletion() {
        finishesOnCompletion = true;
    }

    /** Ends the rotation in the store. */
    void complete(Optional<Instant> renewBy) {
        if (finishesOnCompletion) {
            renewBy.ifPresentOrElse(by -> queue.finishAndComplete(lease(), by), () -> queue.finishAndComplete(lease()));
        } else {
            renewBy.ifPresentOrElse(by -> queue.complete(lease(), by), () -> queue.complete(lease()));
        }
    }

    @Override
    public SecretValue randomPassword(GetRandomPasswordRequest request) {
        SecretValue password = secrets.getRandomPassword(request).randomPassword();
        reasons.saw(password);
        return password;
    }

    @Override
    public Duration timeLeft() {
        return clock.timeLeft();
    }

    @Override
    public void requireLease() {
        guard.throwIfStopped();
        held.require();
    }

    @Override
    public void closeOnAbort(AutoCloseable resource) {
        guard.closeOnAbort(resource);
    }
}
