package dev.secrets.store.jdbc;

import java.sql.SQLException;

/** The database did not say whether it made the change. Does not leave this package. */
final class InDoubtException extends Exception {
    private static final long serialVersionUID = 1L;

    private final SQLException failure;

    InDoubtException(SQLException failure) {
        super(failure);
        this.failure = failure;
    }

    SQLException failure() {
        return failure;
    }
}
