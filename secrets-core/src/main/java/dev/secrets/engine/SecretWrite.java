package dev.secrets.engine;

/** An operation that may change a secret. */
public interface SecretWrite<R> extends SecretOperation {
    /**
     * Computes the change; called after the caller was authorised, and again with the secret as it is then when another writer
     * was faster. Has no effect but what it returns and what it seals.
     */
    Changed<R> write(Workspace workspace);

    /** Returns whether it makes a secret: then the caller is authorised for the ARN to be, whatever has the name now. */
    default boolean creates() {
        return false;
    }

    /**
     * Returns whether it is first tried on the secret as this process saw it last, without a read: for the worker that holds a lease, and
     * has just seen the secret.
     */
    default boolean isTriedOnKept() {
        return false;
    }

    /** Returns whether a rotation under way may end by it in order, and so is not abandoned. */
    default boolean mayEndRotation() {
        return false;
    }

    /** Returns whether it may be done to a replica, which otherwise is changed in its primary's region alone (REPL-03). */
    default boolean servesReplicas() {
        return creates();
    }
}
