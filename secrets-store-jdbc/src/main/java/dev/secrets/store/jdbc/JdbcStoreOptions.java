package dev.secrets.store.jdbc;

import dev.secrets.store.StoreListener;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What can be chosen about a {@link JdbcSecretStore}. Start from {@link #defaults}; a method named as a component returns a copy
 * with that component changed. Immutable.
 *
 * @param dialect the database; default is to ask the connection
 * @param schema the schema of the tables, at most 63 letters, digits and underscores; default is the one that the connections
 *     have as theirs. It stands in the statements without quotes: the database folds its case, and it must be none of its keywords,
 *     such as {@code user}. For MySQL and MariaDB the name of the database; SQLite has none
 * @param tablePrefix what the names of the tables begin with, at most 40 letters, digits and underscores; default
 *     {@code secrets_}. Stores with different prefixes are apart; those that differ only in their case may not be, since most
 *     databases fold it
 * @param statementTimeout how long one statement may run, from one second to one hour; default 10 seconds. Two seconds later, and for
 *     reads only then, the connection is given up, where the driver can do that
 * @param lostWrites what happens when the database is set so that a crash of it loses what it acknowledged; default a warning
 * @param listener hears what the store notices by itself; default nobody. Warnings are logged besides
 */
public record JdbcStoreOptions(
        Optional<JdbcDialect> dialect,
        Optional<String> schema,
        String tablePrefix,
        Duration statementTimeout,
        LostWrites lostWrites,
        StoreListener listener) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final int MAX_SCHEMA_LENGTH = 63;
    private static final int MAX_PREFIX_LENGTH = 40;

    /** What to do about a database that would lose acknowledged writes in a crash. */
    public enum LostWrites {
        /** Tell the listener and the log. */
        WARN,
        /** Refuse to open. */
        REFUSE
    }

    /**
     * Checks names and duration.
     *
     * @throws IllegalArgumentException if a name has other characters or is too long, or the timeout is not from one second to one
     *     hour
     */
    public JdbcStoreOptions {
        schema.ifPresent(name -> requireName("schema", name, MAX_SCHEMA_LENGTH));
        requireName("tablePrefix", tablePrefix, MAX_PREFIX_LENGTH);
        if (statementTimeout.compareTo(Duration.ofSeconds(1)) < 0
                || statementTimeout.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException(
                    "statementTimeout is " + statementTimeout + "; must be from one second to one hour");
        }
    }

    /**
     * Returns options that find the dialect and have no schema, tables named {@code secrets_…}, 10 seconds for a statement, a warning
     * of lost writes, and no listener.
     */
    public static JdbcStoreOptions defaults() {
        return new JdbcStoreOptions(
                Optional.empty(),
                Optional.empty(),
                "secrets_",
                Duration.ofSeconds(10),
                LostWrites.WARN,
                StoreListener.IGNORE);
    }

    private static void requireName(String component, String name, int longest) {
        if (name.length() > longest || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(component + " is \"" + name
                    + "\"; must begin with a letter or underscore, go on with letters, digits and underscores, and have at most "
                    + longest + " characters");
        }
    }

    /** Returns these options with {@link #dialect()} set: the database is not asked what it is. */
    public JdbcStoreOptions dialect(JdbcDialect changed) {
        return new JdbcStoreOptions(Optional.of(changed), schema, tablePrefix, statementTimeout, lostWrites, listener);
    }

    /** Returns these options with {@link #schema()} set. */
    public JdbcStoreOptions schema(String changed) {
        return new JdbcStoreOptions(dialect, Optional.of(changed), tablePrefix, statementTimeout, lostWrites, listener);
    }

    /** Returns these options with {@link #tablePrefix()} set. */
    public JdbcStoreOptions tablePrefix(String changed) {
        return new JdbcStoreOptions(dialect, schema, changed, statementTimeout, lostWrites, listener);
    }

    /** Returns these options with {@link #statementTimeout()} set. */
    public JdbcStoreOptions statementTimeout(Duration changed) {
        return new JdbcStoreOptions(dialect, schema, tablePrefix, changed, lostWrites, listener);
    }

    /** Returns these options with {@link #lostWrites()} set. */
    public JdbcStoreOptions lostWrites(LostWrites changed) {
        return new JdbcStoreOptions(dialect, schema, tablePrefix, statementTimeout, changed, listener);
    }

    /** Returns these options with {@link #listener()} set. */
    public JdbcStoreOptions listener(StoreListener changed) {
        return new JdbcStoreOptions(dialect, schema, tablePrefix, statementTimeout, lostWrites, changed);
    }
}
