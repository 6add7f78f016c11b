package dev.secrets.rotation;

import dev.secrets.model.GetRandomPasswordRequest;
import dev.secrets.model.LeaseLostException;
import dev.secrets.model.SecretValue;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What a rotator may see and do: the versions of the one secret that it rotates, as long as its lease holds. Reading and writing act
 * as the rotation principal of the manager's options, authorised and audited. Values that it returns are the rotator's to close.
 *
 * <p>For the thread that runs the step, except where noted.
 */
public interface RotationContext {
    /** Returns the full ARN of the secret. */
    String secretArn();

    /** Returns the name of the secret. */
    String secretName();

    /** Returns the id of the version that this rotation makes; the same for all steps and tries. */
    String clientRequestToken();

    /** Returns what RotateSecret's ExternalSecretRotationMetadata says. */
    Map<String, String> metadata();

    /** Returns the value of the version labelled AWSCURRENT, if there is one. */
    Optional<SecretValue> current();

    /** Returns the value of the version labelled AWSPREVIOUS, if there is one. */
    Optional<SecretValue> previous();

    /**
     * Returns the value of the version that this rotation makes, if it has one.
     *
     * @throws RotationException if it would change the host or user of a database secret, and the rotator does not allow that
     *     (see {@link DatabaseRotator})
     */
    Optional<SecretValue> pending();

    /**
     * Returns whether the version that this rotation makes has a value.
     *
     * @throws RotationException as {@link #pending} does
     */
    default boolean hasPending() {
        Optional<SecretValue> pending = pending();
        pending.ifPresent(SecretValue::close);
        return pending.isPresent();
    }

    /**
     * Writes the value of the version that this rotation makes. Written once, it stays; the same again does nothing.
     *
     * @throws dev.secrets.model.ValidationException if the value is empty or longer than 65,536 bytes
     * @throws RotationException if it would change the host or user of a database secret, and the rotator does not allow that
     *     (see {@link DatabaseRotator})
     * @throws LeaseLostException if the lease was lost; nothing was written
     */
    void putPending(SecretValue value);

    /**
     * Makes the pending version the current one; if it is, does nothing.
     *
     * @throws LeaseLostException if the lease was lost; nothing was changed
     */
    void finish();

    /**
     * Makes the pending version current in the same commit that completes the rotation, once {@link Rotator#finishSecret} has
     * returned. Costs one commit less than {@link #finish}; use it when nothing has to be done afterwards.
     */
    void finishOnCompletion();

    /** Returns a random password, as GetRandomPassword does. */
    SecretValue randomPassword(GetRandomPasswordRequest request);

    /** Returns how long the step may still take; zero when its time is up. */
    Duration timeLeft();

    /**
     * Makes sure that this node still holds the lease, judged by its own monotonic clock without asking the store. To be called
     * right before an effect on the target: a node that was frozen must not set an old password over a newer one.
     *
     * @throws LeaseLostException if it may have lost it
     */
    void requireLease();

    /** Has the resource closed, from another thread, if the step's time is up or the lease is lost before the step returns. */
    void closeOnAbort(AutoCloseable resource);
}
