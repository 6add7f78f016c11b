package dev.secrets.rotation;

import dev.secrets.model.RotationLease;
import java.time.Instant;
import java.util.Optional;

/**
 * Follows what a scheduler does on this node; the audit trail has it of all nodes. Called from the threads that rotate, so it has to
 * be quick; what it throws is logged and otherwise ignored. No argument holds a value of a secret.
 */
public interface RotationListener {
    /** A listener that does nothing. */
    RotationListener NONE = new RotationListener() {};

    /** A rotation, or the test of one, begins or goes on. */
    default void started(RotationLease lease) {}

    /** A step is done. */
    default void stepDone(RotationLease lease, RotationStep step) {}

    /** The rotation is complete. */
    default void succeeded(RotationLease lease) {}

    /**
     * This try of the rotation failed.
     *
     * @param reason what failed, without any value
     * @param retryAt when it is tried again; if absent, in the next window of its schedule: a case for an alarm
     */
    default void failed(RotationLease lease, String reason, Optional<Instant> retryAt) {}

    /** The lease was lost, was cancelled, or was given back because the node closes; another node or a later try goes on. */
    default void abandoned(RotationLease lease) {}
}
