package dev.secrets.store.jdbc;

import dev.secrets.store.StoreUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** The tables: which version of them the database has, and the making of them. */
final class Schema {
    /** The newest that this code knows; each has an SQL file. */
    static final int VERSION = 1;

    private static final String FILE = "/V1__secrets_store.sql";
    private static final int MAX_ATTEMPTS = 10;

    private final JdbcDialect dialect;
    private final Tables tables;
    private final Statements statements;
    private final Connections connections;
    private final Retries retries;
    private final Failures failures;

    Schema(
            JdbcDialect dialect,
            Tables tables,
            Statements statements,
            Connections connections,
            Retries retries,
            Failures failures) {
        this.dialect = dialect;
        this.tables = tables;
        this.statements = statements;
        this.connections = connections;
        this.retries = retries;
        this.failures = failures;
    }

    /**
     * Returns if the tables are missing, or of a version that this code knows.
     *
     * @throws StoreUnavailableException if they are newer
     */
    void requireKnown() {
        OptionalInt version = retries.call(() -> connections.lend(this::version));
        if (version.isPresent() && version.getAsInt() > VERSION) {
            throw new StoreUnavailableException(
                    "The tables " + tables.prefix() + "… are of version " + version.getAsInt()
                            + "; this program knows version " + VERSION + " and must be updated",
                    false);
        }
    }

    /**
     * Makes what is missing. Of several that do this at once, all but one may meet with what another has just made; each
     * statement makes something or leaves it as it is, so that whoever fails begins again.
     */
    void create() {
        for (int attempts = 1; ; attempts++) {
            try {
                connections.lend(this::createMissing);
                return;
            } catch (SQLException failure) {
                if (attempts == MAX_ATTEMPTS) {
                    throw failures.unavailable(failure);
                }
            }
        }
    }

    /** The version is written last: where it stands, everything does, and nothing needs rights to make tables. */
    private boolean createMissing(Connection connection) throws SQLException {
        if (version(connection).isEmpty()) {
            try (Statement statement = connection.createStatement()) {
                for (String sql : script()) {
                    statement.execute(sql);
                }
            }
        }
        return true;
    }

    private OptionalInt version(Connection connection) throws SQLException {
        try (PreparedStatement statement = connections.prepare(connection, statements.schemaVersion);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            int version = rows.getInt(1);
            return rows.wasNull() ? OptionalInt.empty() : OptionalInt.of(version);
        } catch (SQLException failure) {
            if (failures.kind(failure) == FailureKind.NO_TABLES) {
                return OptionalInt.empty();
            }
            throw failure;
        }
    }

    /** Returns the statements of the SQL file, with the names of the options. */
    private List<String> script() {
        String withoutComments = tables.renamed(text()).replaceAll("--[^\n]*", "");
        return Stream.of(withoutComments.split(";"))
                .map(String::strip)
                .filter(sql -> !sql.isEmpty())
                .toList();
    }

    private String text() {
        try (InputStream file = Objects.requireNonNull(Schema.class.getResourceAsStream(dialect.directory() + FILE))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
