package dev.secrets.store;

/**
 * The record is not as the change expected it: another writer was faster. Nothing was changed. To act: whoever asked, who reads
 * again and decides anew.
 */
public final class StoreConflictException extends StoreException {
    private static final long serialVersionUID = 1L;

    /**
     * Reports a lost race.
     *
     * @param message which name, and what was expected
     */
    public StoreConflictException(String message) {
        super(message);
    }
}
