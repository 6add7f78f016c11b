package dev.secrets.store.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lends connections of the data source and gives them back as they were. While lent, no statement and no wait for an answer
 * takes forever.
 */
final class Connections {
    /** How much longer than a statement the network may be silent: the database shall be the first to give up. */
    private static final Duration NETWORK_GRACE = Duration.ofSeconds(2);

    /** SQL-client unable to establish SQL-connection, says the standard. */
    private static final String NOT_CONNECTED = "08001";

    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    private final DataSource dataSource;
    private final Duration statementTimeout;
    private final boolean networked;

    /**
     * Lends connections.
     *
     * @param networked whether the driver can limit how long the network is silent
     */
    Connections(DataSource dataSource, Duration statementTimeout, boolean networked) {
        this.dataSource = dataSource;
        this.statementTimeout = statementTimeout;
        this.networked = networked;
    }

    /** What is done with a connection. */
    interface Work<R, E extends Exception> {
        R on(Connection connection) throws SQLException, E;
    }

    /**
     * Does the work on a connection in auto-commit mode. After an {@link Error} nobody knows what state the connection is in, and it
     * is given up.
     *
     * @throws SQLException if there is no connection, or as the work throws it; never because of what came after the work
     */
    <R, E extends Exception> R lend(Work<R, E> work) throws SQLException, E {
        Connection connection = open(dataSource);
        Optional<Lent> lent = Optional.empty();
        try {
            lent = Optional.of(prepare(connection));
            return work.on(connection);
        } catch (Error failure) {
            lent = Optional.empty();
            giveUp(connection, failure);
            throw failure;
        } finally {
            giveBack(connection, lent);
        }
    }

    /**
     * Returns a connection of the data source as it gives it. Pools and what wraps them may throw unchecked when they have none: for
     * whoever needs one that is the same, and nothing has happened.
     */
    static Connection open(DataSource dataSource) throws SQLException {
        try {
            return dataSource.getConnection();
        } catch (RuntimeException none) {
            throw new SQLException(
                    "The data source threw " + none.getClass().getName() + " instead of giving a connection",
                    NOT_CONNECTED,
                    none);
        }
    }

    /** How a connection was before it was lent. */
    private record Lent(boolean autoCommit, int networkTimeout) {}

    private Lent prepare(Connection connection) throws SQLException {
        Lent before = new Lent(connection.getAutoCommit(), networked ? connection.getNetworkTimeout() : 0);
        if (!before.autoCommit) {
            connection.setAutoCommit(true);
        }
        if (networked) {
            limitSilence(connection, (int) statementTimeout.plus(NETWORK_GRACE).toMillis());
        }
        return before;
    }

    /** A connection that can't be given back as it was is broken, which its pool finds out; what was done with it stands. */
    private void giveBack(Connection connection, Optional<Lent> lent) {
        try (connection) {
            if (lent.isPresent()) {
                restore(connection, lent.get());
            }
        } catch (SQLException | RuntimeException broken) {
            LOG.debug("A connection could not be given back", broken);
        }
    }

    /**
     * Ends a connection that must not be used again: if a transaction is open, going back to auto-commit mode would commit it. The
     * drivers of H2 and SQLite can't abort one, but when it is closed they roll back. What this throws must not hide the reason,
     * which tells whether a change may have been made.
     */
    static void giveUp(Connection connection, Throwable reason) {
        try (connection) {
            connection.abort(Runnable::run);
        } catch (SQLException | RuntimeException broken) {
            reason.addSuppressed(broken);
        }
    }

    private void restore(Connection connection, Lent before) throws SQLException {
        if (connection.getAutoCommit() != before.autoCommit) {
            connection.setAutoCommit(before.autoCommit);
        }
        if (networked) {
            limitSilence(connection, before.networkTimeout);
        }
    }

    private static void limitSilence(Connection connection, int milliseconds) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, milliseconds);
    }

    /**
     * Prepares a query that waits for no lock. Where the silence of the network is limited that is enough, and telling the
     * driver of a timeout would cost a sixth of a round trip.
     */
    PreparedStatement prepareRead(Connection connection, String sql) throws SQLException {
        return networked ? connection.prepareStatement(sql) : prepare(connection, sql);
    }

    /** Prepares a statement that may run for as long as the statement timeout. */
    PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        int seconds = (int) Math.ceil(statementTimeout.toMillis() / 1000.0);
        if (statement.getQueryTimeout() != seconds) { // for H2 it is the connection's, and setting it a round trip
            statement.setQueryTimeout(seconds);
        }
        return statement;
    }
}
