package dev.secrets.store.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.Optional;

/**
 * The execution of the one statement that makes a change. What fails before it has changed nothing, nor has one that the database
 * refuses; what fails after the database has answered leaves made what was made.
 */
final class Execution {
    private final Failures failures;
    private boolean begun;
    private boolean answered;

    Execution(Failures failures) {
        this.failures = failures;
    }

    ResultSet query(PreparedStatement statement) throws SQLException, InDoubtException {
        begun = true;
        ResultSet rows = statement.executeQuery();
        answered = true;
        requireReplicated(statement);
        return rows;
    }

    int update(PreparedStatement statement) throws SQLException, InDoubtException {
        begun = true;
        int count = statement.executeUpdate();
        answered = true;
        requireReplicated(statement);
        return count;
    }

    /** Whoever gives up waiting for a synchronous standby is told so in a warning: the change is made here, and perhaps only here. */
    private static void requireReplicated(PreparedStatement statement) throws SQLException, InDoubtException {
        Optional<SQLWarning> warning = Failures.warning(statement);
        if (warning.isPresent()) {
            throw new InDoubtException(warning.get());
        }
    }

    /** Throws the failure as what it is if it leaves it open whether the change was made. */
    void requireCertain(SQLException failure) throws InDoubtException {
        if (answered || begun && failures.kind(failure) == FailureKind.CONNECTION) {
            throw new InDoubtException(failure);
        }
    }

    /** As for what is checked: drivers, and what wraps them, throw what they like, and when they like. */
    void requireCertain(RuntimeException failure) throws InDoubtException {
        if (begun) {
            throw new InDoubtException(
                    new SQLException("The driver threw " + failure.getClass().getName(), failure));
        }
    }
}
