package dev.secrets.rotation.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.postgresql.PGConnection;

/** PostgreSQL, with passwords by SCRAM for everybody but the initial superuser. */
public final class PostgresServer extends DatabaseServer {
    private static final Logger LOG = Logger.getLogger("io.zonky");

    private static PostgresServer shared;

    private final EmbeddedPostgres server;
    private final Path log;

    private PostgresServer(EmbeddedPostgres server, Path log) {
        this.server = server;
        this.log = log;
    }

    public static synchronized PostgresServer shared() {
        if (shared == null) {
            shared = start();
        }
        return shared;
    }

    private static PostgresServer start() {
        requireLinux("PostgreSQL");
        LOG.setLevel(Level.WARNING);
        try {
            // Deleted after the hooks that stop the server, which writes to it.
            Path log = Files.createTempFile("secrets-postgres-", ".log");
            log.toFile().deleteOnExit();
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setServerConfig("max_connections", "200")
                    .setPGStartupWait(Duration.ofMinutes(2))
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setServerConfig("log_statement", "all")
                    .setServerConfig("shared_preload_libraries", "pg_stat_statements")
                    .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            requirePasswords(server);
            return new PostgresServer(server, log);
        } catch (IOException | SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void requirePasswords(EmbeddedPostgres server) throws SQLException, IOException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE EXTENSION pg_stat_statements");
            statement.execute("CREATE ROLE " + SUPERUSER + " SUPERUSER LOGIN PASSWORD '"
                    + SUPERUSER_PASSWORD.replace("'", "''") + "'");
            ResultSet file = statement.executeQuery("SHOW hba_file");
            file.next();
            Files.writeString(
                    Path.of(file.getString(1)),
                    "host all postgres 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n");
            statement.execute("SELECT pg_reload_conf()");
        }
        awaitPasswords(server);
    }

    /** The server reads its configuration a moment later. */
    private static void awaitPasswords(EmbeddedPostgres server) {
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (System.nanoTime() < deadline) {
            try (Connection wrong = server.getDatabase(SUPERUSER, "postgres").getConnection()) {
                Thread.onSpinWait();
            } catch (SQLException refused) {
                return;
            }
        }
        throw new IllegalStateException("The server still trusts everybody");
    }

    @Override
    public int port() {
        return server.getPort();
    }

    /** Returns where the initial superuser gets in without a password: for a store. */
    String url() {
        return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres?user=postgres";
    }

    @Override
    public Database database(DatabaseOptions options) {
        return new PostgresDatabase(options);
    }

    @Override
    public void createUser(String name, String password) {
        set("CREATE ROLE ", name, password);
    }

    @Override
    public void setPassword(String name, String password) {
        set("ALTER ROLE ", name, password);
    }

    private void set(String verb, String name, String password) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            PGConnection quoting = connection.unwrap(PGConnection.class);
            statement.execute("SET log_statement = 'none'");
            statement.execute("SET pg_stat_statements.track_utility = off");
            statement.execute(verb + quoting.escapeIdentifier(name) + " LOGIN PASSWORD '"
                    + quoting.escapeLiteral(password) + "'");
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public String log() {
        try {
            return Files.readString(log) + query("SELECT query FROM pg_stat_statements");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public List<String> rights(String user) {
        return query(
                "SELECT r.rolname FROM pg_roles r JOIN pg_auth_members m ON r.oid = m.roleid"
                        + " JOIN pg_roles u ON u.oid = m.member WHERE u.rolname = ?",
                user);
    }

    private List<String> query(String sql, String... values) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            ResultSet rows = statement.executeQuery();
            List<String> column = new ArrayList<>();
            while (rows.next()) {
                column.add(rows.getString(1));
            }
            return column;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
