package dev.secrets.model;

/** A root key could not be used: it is the wrong one, what it should unwrap is damaged, or it is out of reach. To act: the operator. */
public final class RootKeyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Tells what is wrong and what helps.
     *
     * @param message holds no key material
     */
    public RootKeyException(String message) {
        super(message);
    }

    /**
     * Tells what is wrong and what helps, keeping what led to it.
     *
     * @param message holds no key material
     * @param cause what failed underneath; holds no key material
     */
    public RootKeyException(String message, Throwable cause) {
        super(message, cause);
    }
}
