package dev.secrets.rotation;

import dev.secrets.credentials.DatabaseCredentials;

/**
 * A rotator of database secrets that has a say in what may become of host and user. With any other rotator, host, port and user of a
 * database secret must stay.
 */
public interface DatabaseRotator extends Rotator {
    /**
     * Returns whether the pending value of a database secret may take the place of the current one. A pending value may come from
     * whoever can write the secret; one that names another host or user would have this rotator, with its rights, work on that.
     * Unless overridden, host, port and user must stay.
     */
    default boolean mayReplace(DatabaseCredentials current, DatabaseCredentials pending) {
        return DatabaseLogin.isSame(current, pending);
    }
}
