package dev.secrets.store.jdbc;

import dev.secrets.store.StoreUnavailableException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tells what an {@link SQLException} means, by SQLState where the database has useful ones and else by its own codes. Sources:
 * PostgreSQL's appendix A, MariaDB's and MySQL's error references, H2's {@code ErrorCode}, SQLite's result codes.
 */
final class Failures {
    private final JdbcDialect dialect;

    Failures(JdbcDialect dialect) {
        this.dialect = dialect;
    }

    /** Returns the exception that says that nothing happened and why. */
    StoreUnavailableException unavailable(SQLException failure) {
        FailureKind kind = kind(failure);
        String message = "The store is not available: " + kind.explanation() + " (SQLState " + failure.getSQLState()
                + ", code " + failure.getErrorCode() + ")";
        return new StoreUnavailableException(message, kind.retryable(), withoutValues(failure));
    }

    /** The text of a failed batch repeats the values of the statement; what comes behind it does not. */
    static SQLException withoutValues(SQLException failure) {
        SQLException next = failure.getNextException();
        return failure instanceof BatchUpdateException && next != null ? next : failure;
    }

    /** Returns the warning that the database gave with its answer; not what it only notes. */
    static Optional<SQLWarning> warning(Statement statement) throws SQLException {
        return Stream.iterate(statement.getWarnings(), Objects::nonNull, SQLWarning::getNextWarning)
                .filter(warning -> String.valueOf(warning.getSQLState()).startsWith("01"))
                .findFirst();
    }

    /** Returns whether a rollback failed because there was none to make: SQLite rolls back by itself where it has no space left. */
    boolean isRolledBackAlready(SQLException failure) {
        return dialect == JdbcDialect.SQLITE
                && String.valueOf(failure.getMessage()).contains("no transaction is active");
    }

    /** Returns what it means: the first thing that it or one of the failures behind it tells. */
    FailureKind kind(SQLException failure) {
        FailureKind kind = ownKind(failure);
        SQLException next = failure.getNextException();
        if (kind == FailureKind.OTHER && next != null) {
            kind = kind(next);
        }
        if (kind == FailureKind.OTHER && failure.getCause() instanceof SQLException cause) {
            kind = kind(cause);
        }
        return kind;
    }

    private FailureKind ownKind(SQLException failure) {
        FailureKind byCode = switch (dialect) {
            case POSTGRESQL -> FailureKind.OTHER;
            case MYSQL, MARIADB -> mySqlKind(failure.getErrorCode());
            case H2 -> h2Kind(failure.getErrorCode());
            case SQLITE -> sqliteKind(failure);
        };
        if (byCode != FailureKind.OTHER) {
            return byCode;
        }
        FailureKind byState =
                stateKind(Optional.ofNullable(failure.getSQLState()).orElse(""));
        return byState != FailureKind.OTHER ? byState : typeKind(failure);
    }

    private static FailureKind stateKind(String state) {
        return switch (state) {
            case "23505" -> FailureKind.DUPLICATE;
            case "25006" -> FailureKind.READ_ONLY;
            case "42P01", "42S02", "3F000" -> FailureKind.NO_TABLES;
            case "42501" -> FailureKind.REFUSED;
            case "53100" -> FailureKind.NO_SPACE;
            case "40003", "53300", "57P01", "57P02", "57P03", "57P05" -> FailureKind.CONNECTION;
            case "55P03" -> FailureKind.RACE;
            case "57014" -> FailureKind.TIMEOUT;
            default -> classKind(state.length() < 2 ? "" : state.substring(0, 2));
        };
    }

    private static FailureKind classKind(String stateClass) {
        return switch (stateClass) {
            case "08" -> FailureKind.CONNECTION;
            case "28" -> FailureKind.REFUSED;
            case "40" -> FailureKind.RACE;
            default -> FailureKind.OTHER;
        };
    }

    /** For what has no SQLState of use, such as a pool that has no connection to give. */
    private static FailureKind typeKind(SQLException failure) {
        if (failure instanceof SQLTransientConnectionException
                || failure instanceof SQLNonTransientConnectionException
                || failure instanceof SQLRecoverableException) {
            return FailureKind.CONNECTION;
        }
        return failure instanceof SQLTimeoutException ? FailureKind.TIMEOUT : FailureKind.OTHER;
    }

    private static FailureKind mySqlKind(int code) {
        return switch (code) {
            case 1062 -> FailureKind.DUPLICATE;
            case 1020, 1205, 1213 -> FailureKind.RACE;
            case 1040, 1053, 1203, 1927, 2006, 2013 -> FailureKind.CONNECTION;
            case 1317, 1969, 3024 -> FailureKind.TIMEOUT;
            case 1223, 1290, 1792, 1836 -> FailureKind.READ_ONLY;
            case 1021, 1114 -> FailureKind.NO_SPACE;
            case 1049, 1146 -> FailureKind.NO_TABLES;
            case 1044, 1045, 1142 -> FailureKind.REFUSED;
            default -> FailureKind.OTHER;
        };
    }

    private static FailureKind h2Kind(int code) {
        return switch (code) {
            case 50200, 90131 -> FailureKind.RACE;
            case 90007, 90020, 90028, 90031, 90067, 90098, 90121 -> FailureKind.CONNECTION;
            case 90097 -> FailureKind.READ_ONLY;
            case 90100 -> FailureKind.NO_SPACE;
            case 42102, 42103, 42104, 90079 -> FailureKind.NO_TABLES;
            case 90096 -> FailureKind.REFUSED;
            default -> FailureKind.OTHER;
        };
    }

    private static FailureKind sqliteKind(SQLException failure) {
        return switch (failure.getErrorCode()) {
            case 1 ->
                String.valueOf(failure.getMessage()).contains("no such table")
                        ? FailureKind.NO_TABLES
                        : FailureKind.OTHER;
            case 5, 6, 17 -> FailureKind.RACE;
            case 8 -> FailureKind.READ_ONLY;
            case 9 -> FailureKind.TIMEOUT;
            case 13 -> FailureKind.NO_SPACE;
            case 14 -> FailureKind.CONNECTION;
            case 19 -> FailureKind.DUPLICATE;
            default -> FailureKind.OTHER;
        };
    }
}
