package dev.secrets.rotation;

import java.time.Instant;
import java.util.Optional;

/**
 * How one kind of credential is changed: the four steps of AWS's rotation functions. The scheduler calls them in order, with one
 * context, from one thread at a time per secret; several secrets are rotated at once, so a rotator keeps no state of its own.
 *
 * <p>Every step may be called again, on this node or on another, after a failure, a crash or a lost lease, and must then go on
 * with the version and the value that are there: {@link #setSecret} first tries whether the target accepts the pending value
 * already. What a step throws ends the try; the whole is tried again later from {@link #createSecret} with the same version
 * (checklist ROT-15). Throw a {@link RotationException} to tell people why; of any other exception only the type is told, since its
 * message may quote a secret.
 *
 * <p>A step is interrupted when its time is up or the lease is lost; so are {@link #target} and {@link #renewBy}. Give resources that do not heed interrupts to
 * {@link RotationContext#closeOnAbort}.
 */
public interface Rotator {
    /** Writes the pending value by {@link RotationContext#putPending}, unless {@link RotationContext#pending} has one. */
    void createSecret(RotationContext context) throws Exception;

    /**
     * Makes the target accept the pending value. What the target accepted before must stay known: authenticate with the current
     * value, or else the previous one.
     */
    void setSecret(RotationContext context) throws Exception;

    /** Uses the pending value against the target, changing nothing. Also run alone, as a probe (RotateImmediately=false). */
    void testSecret(RotationContext context) throws Exception;

    /**
     * Makes the pending version the current one. Override to clean up at the target as well, after
     * {@link RotationContext#finish}.
     */
    default void finishSecret(RotationContext context) throws Exception {
        context.finishOnCompletion();
    }

    /**
     * Returns when the new value has to be replaced at the latest, if it expires: the next rotation begins then, unless the
     * schedule wants it earlier. Asked after {@link #finishSecret}.
     */
    default Optional<Instant> renewBy(RotationContext context) throws Exception {
        return Optional.empty();
    }

    /**
     * Returns what limits how many rotations run at once: secrets with the same target share its cap. Unless overridden, the host
     * and port of a database secret, and the secret itself for others.
     */
    default String target(RotationContext context) {
        return DatabaseLogin.of(context.current()).map(DatabaseLogin::target).orElseGet(context::secretName);
    }
}
