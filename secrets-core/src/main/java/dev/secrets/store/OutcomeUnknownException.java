package dev.secrets.store;

/**
 * The change may have been made or not, and may even be made later. To act: whoever asked, who reads the record: the revision
 * tells.
 */
public final class OutcomeUnknownException extends StoreException {
    private static final long serialVersionUID = 1L;

    /**
     * Reports that the store does not know.
     *
     * @param message what was under way
     * @param cause what failed underneath
     */
    public OutcomeUnknownException(String message, Throwable cause) {
        super(message, cause);
    }
}
