package dev.secrets.rotation.database;

import dev.secrets.credentials.DatabaseCredentials;
import dev.secrets.model.GetRandomPasswordRequest;
import dev.secrets.model.SecretValue;
import dev.secrets.rotation.RotationException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.postgresql.Driver;
import org.postgresql.PGConnection;

/**
 * PostgreSQL 11 and newer, by its JDBC driver. The server is sent a SCRAM-SHA-256 verifier that is computed here, so that no password
 * lands in its logs and statistics (PostgreSQL's documentation of ALTER ROLE recommends that). The database is the secret's
 * {@code dbname}, or {@code postgres}.
 */
public final class PostgresDatabase implements Database {
    private static final String SCRAM = "scram-sha-256";

    private static final String INVALID_PASSWORD = "28P01";

    /** A role that is not there or may not log in; with SCRAM an unknown role looks like a wrong password. */
    private static final Set<String> REFUSALS = Set.of(INVALID_PASSWORD, "28000");

    private final DatabaseOptions options;

    /** Makes one with {@link DatabaseOptions#defaults}. */
    public PostgresDatabase() {
        this(DatabaseOptions.defaults());
    }

    /** Makes one with options. */
    public PostgresDatabase(DatabaseOptions options) {
        this.options = options;
    }

    @Override
    public Connection connect(DatabaseCredentials credentials) throws SQLException {
        return Tls.connect(
                credentials,
                tls -> connect(credentials, tls),
                failure -> INVALID_PASSWORD.equals(failure.getSQLState()));
    }

    private Connection connect(DatabaseCredentials credentials, boolean tls) throws SQLException {
        String url = "jdbc:postgresql://" + HostName.forUrl(credentials.host()) + ":" + credentials.port() + "/"
                + URLEncoder.encode(credentials.dbname().orElse("postgres"), StandardCharsets.UTF_8);
        Connection connection = new Driver().connect(url, properties(credentials, tls));
        if (connection == null) {
            throw new SQLException("The driver does not know its own URL", "08001");
        }
        return connection;
    }

    private Properties properties(DatabaseCredentials credentials, boolean tls) {
        Properties properties = new Properties();
        properties.setProperty(
                "connectTimeout", seconds(options.connectTimeout().toSeconds()));
        properties.setProperty("loginTimeout", seconds(options.connectTimeout().toSeconds()));
        properties.setProperty("socketTimeout", seconds(options.readTimeout().toSeconds()));
        properties.setProperty("sslmode", tls ? "verify-full" : "disable");
        if (!options.driverProperties().containsKey("sslrootcert")) {
            properties.setProperty("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
        }
        properties.putAll(options.driverProperties());
        properties.setProperty("user", credentials.username());
        properties.setProperty("password", credentials.password().revealString());
        return properties;
    }

    private static String seconds(long seconds) {
        return Long.toString(seconds);
    }

    @Override
    public boolean isRefusal(SQLException failure) {
        return REFUSALS.contains(String.valueOf(failure.getSQLState()));
    }

    /** Until the transaction ends, which the change of the password does. */
    @Override
    public void lock(Connection connection, String username) throws SQLException {
        connection.setAutoCommit(false);
        execute(connection, "SET LOCAL lock_timeout = " + options.readTimeout().toMillis() / 2);
        column(
                connection,
                "SELECT pg_advisory_xact_lock(hashtextextended('secrets.rotation ' || ?, 0))::text",
                username);
    }

    @Override
    public void changeOwnPassword(Connection connection, String username, SecretValue password) throws SQLException {
        setPassword(connection, username, password);
        if (!connection.getAutoCommit()) {
            connection.commit();
        }
    }

    private static void setPassword(Connection connection, String username, SecretValue password) throws SQLException {
        char[] characters = password.revealString().toCharArray();
        try {
            connection.unwrap(PGConnection.class).alterUserPassword(username, characters, SCRAM);
        } finally {
            Arrays.fill(characters, '\0');
        }
    }

    @Override
    public boolean hasUser(Connection superuser, String username) throws SQLException {
        return !column(superuser, "SELECT rolname FROM pg_roles WHERE rolname = ?", username)
                .isEmpty();
    }

    /**
     * One transaction: a role without its rights is never seen. A clone may log in if its original may; a role that somebody has
     * forbidden to log in is not let in again by a rotation.
     */
    @Override
    public void cloneUser(Connection superuser, String original, String username, SecretValue password)
            throws SQLException {
        requireThatItFits(superuser, username);
        superuser.setAutoCommit(false);
        if (!username.equals(original)) {
            makeMember(superuser, original, username);
        }
        setPassword(superuser, username, password);
        superuser.commit();
    }

    private void makeMember(Connection superuser, String original, String username) throws SQLException {
        String role = quoted(superuser, username);
        String action = hasUser(superuser, username) ? "ALTER" : "CREATE";
        execute(superuser, action + " ROLE " + role + (mayLogIn(superuser, original) ? " LOGIN" : " NOLOGIN"));
        if (!groups(superuser, original).contains(username)) {
            execute(superuser, "GRANT " + quoted(superuser, original) + " TO " + role);
        }
    }

    private static boolean mayLogIn(Connection superuser, String name) throws SQLException {
        return !column(superuser, "SELECT rolname FROM pg_roles WHERE rolname = ? AND rolcanlogin", name)
                .isEmpty();
    }

    /** The server cuts longer names (NAMEDATALEN). */
    private static void requireThatItFits(Connection connection, String username) throws SQLException {
        int length = username.getBytes(StandardCharsets.UTF_8).length;
        int longest = Integer.parseInt(column(connection, "SELECT current_setting(?)", "max_identifier_length")
                .get(0));
        if (length > longest) {
            throw RotationException.permanent(
                    "The user's name has " + length + " bytes; the database allows " + longest);
        }
    }

    /** The server refuses that two roles are members of each other. */
    private static List<String> groups(Connection superuser, String member) throws SQLException {
        return column(
                superuser,
                "SELECT r.rolname FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid"
                        + " JOIN pg_roles u ON u.oid = m.member WHERE u.rolname = ?",
                member);
    }

    private static List<String> column(Connection connection, String sql, String value) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, value);
            try (ResultSet rows = query.executeQuery()) {
                List<String> column = new ArrayList<>();
                while (rows.next()) {
                    column.add(rows.getString(1));
                }
                return column;
            }
        }
    }

    private static String quoted(Connection connection, String name) throws SQLException {
        return connection.unwrap(PGConnection.class).escapeIdentifier(name);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public GetRandomPasswordRequest passwords() {
        return options.passwords();
    }
}
