package dev.secrets.store.jdbc;

import dev.secrets.store.OutcomeUnknownException;
import dev.secrets.store.SecretChange;
import dev.secrets.store.StoreUnavailableException;
import dev.secrets.store.StoredSecret;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Finds out, by reading, what became of a change of which the database did not tell. Sealed metadata is never the same twice, so
 * an equal record was written by this change and no other; a record of the same revision that differs was written by another,
 * which leaves none to this one.
 */
final class Outcomes {
    private final Connections connections;
    private final Reads reads;
    private final Retries retries;
    private final Optional<String> forceSql;

    /**
     * Reads on its own connections.
     *
     * @param forceSql what makes durable all that can be read, if the database has to be told
     */
    Outcomes(Connections connections, Reads reads, Retries retries, Optional<String> forceSql) {
        this.connections = connections;
        this.reads = reads;
        this.retries = retries;
        this.forceSql = forceSql;
    }

    /**
     * Returns whether the change was made; if not, it can't be made any more.
     *
     * @throws OutcomeUnknownException if reading does not tell: if the record is still as the change expected it, the change may
     *     yet be made; if the record has gone on, the change may have been a step on its way
     */
    boolean isMade(SecretChange change, SQLException failure) {
        OutcomeUnknownException unknown = new OutcomeUnknownException(
                "The database did not tell whether the change of " + change.name() + " was made",
                Failures.withoutValues(failure));
        try {
            return retries.call(() -> connections.lend(connection -> read(connection, change)))
                    .orElseThrow(() -> unknown);
        } catch (StoreUnavailableException alsoFailed) {
            unknown.addSuppressed(alsoFailed);
            throw unknown;
        }
    }

    /** What was read counts once it is forced, on the same connection, so that the database did not start anew in between. */
    private Optional<Boolean> read(Connection connection, SecretChange change) throws SQLException {
        Optional<Boolean> made = isMade(change, reads.findRecord(connection, change.name()));
        boolean forced = !made.equals(Optional.of(true)) || force(connection);
        return forced ? made : Optional.empty();
    }

    private static Optional<Boolean> isMade(SecretChange change, Optional<StoredSecret> now) {
        if (change instanceof SecretChange.Delete) {
            return now.isEmpty() ? Optional.of(true) : Optional.empty();
        }
        StoredSecret after =
                change instanceof SecretChange.Update update ? update.after() : ((SecretChange.Create) change).after();
        return now.filter(record -> record.secretUid().equals(after.secretUid()))
                .filter(record -> record.revision() == after.revision())
                .map(after::equals);
    }

    private boolean force(Connection connection) throws SQLException {
        if (forceSql.isEmpty()) {
            return true;
        }
        try (PreparedStatement force = connections.prepare(connection, forceSql.get())) {
            force.execute();
            return Failures.warning(force).isEmpty();
        }
    }
}
