package dev.secrets.model;

/**
 * A worker's right to rotate a secret is over: another node took it, or the rotation was cancelled or abandoned. Nothing was
 * changed. To act: the worker, who stops and touches neither the secret nor its target any more.
 */
public final class LeaseLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Reports the loss.
     *
     * @param message which lease on which secret
     */
    public LeaseLostException(String message) {
        super(message);
    }
}
