package dev.secrets.rotation.database;

import dev.secrets.credentials.DatabaseCredentials;
import dev.secrets.model.GetRandomPasswordRequest;
import dev.secrets.model.SecretValue;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import org.mariadb.jdbc.Driver;

/**
 * MariaDB 10.4 and newer and MySQL 8 and newer, by MariaDB's JDBC driver. MariaDB is sent the hash of its usual plugin, computed here,
 * so that no password lands in its logs; for accounts of other plugins, and on MySQL, which masks passwords in its own logs, the
 * password itself is sent, under TLS if the secret's {@code ssl} says so. The tests run on MariaDB; MySQL's branch follows its manual.
 *
 * <p>A certificate of no authority that the JVM trusts is good enough from a MariaDB of 11.3 or newer that proves with the account's
 * password that it is its own: so its driver has it.
 */
public final class MySqlDatabase implements Database {
    private static final int ACCESS_DENIED = 1045;

    /** MariaDB's answer where the account's plugin needs no password; it feigns one of those for users who are not there, too. */
    private static final int ACCESS_DENIED_WITHOUT_PASSWORD = 1698;

    private final DatabaseOptions options;

    /** Makes one with {@link DatabaseOptions#defaults}. */
    public MySqlDatabase() {
        this(DatabaseOptions.defaults());
    }

    /** Makes one with options. */
    public MySqlDatabase(DatabaseOptions options) {
        this.options = options;
    }

    @Override
    public Connection connect(DatabaseCredentials credentials) throws SQLException {
        return Tls.connect(credentials, tls -> connect(credentials, tls), this::isRefusal);
    }

    private Connection connect(DatabaseCredentials credentials, boolean tls) throws SQLException {
        String url = "jdbc:mariadb://" + HostName.forUrl(credentials.host()) + ":" + credentials.port() + "/";
        Connection connection = new Driver().connect(url, properties(credentials, tls));
        if (credentials.dbname().isPresent()) {
            useDatabase(connection, credentials.dbname().get());
        }
        return connection;
    }

    private static void useDatabase(Connection connection, String name) throws SQLException {
        try {
            connection.setCatalog(name);
        } catch (SQLException noSuchDatabase) {
            connection.close();
            throw noSuchDatabase;
        }
    }

    private Properties properties(DatabaseCredentials credentials, boolean tls) {
        Properties properties = new Properties();
        properties.setProperty(
                "connectTimeout", Long.toString(options.connectTimeout().toMillis()));
        properties.setProperty(
                "socketTimeout", Long.toString(options.readTimeout().toMillis()));
        properties.setProperty("sslMode", tls ? "verify-full" : "disable");
        properties.putAll(options.driverProperties());
        properties.setProperty("user", credentials.username());
        properties.setProperty("password", credentials.password().revealString());
        return properties;
    }

    @Override
    public boolean isRefusal(SQLException failure) {
        return failure.getErrorCode() == ACCESS_DENIED || failure.getErrorCode() == ACCESS_DENIED_WITHOUT_PASSWORD;
    }

    /** The name of a lock has at most 64 characters. */
    @Override
    public void lock(Connection connection, String username) throws SQLException {
        List<String> locked = new MySqlSession(connection)
                .column(
                        "SELECT GET_LOCK(SHA2(CONCAT('secrets.rotation ', ?), 224), ?)",
                        username,
                        Long.toString(Math.max(1, options.readTimeout().toSeconds() / 2)));
        if (!locked.equals(List.of("1"))) {
            throw new SQLException("Another rotator holds the user's lock", "HYT00");
        }
    }

    @Override
    public void changeOwnPassword(Connection connection, String username, SecretValue password) throws SQLException {
        new MySqlSession(connection).changeOwnPassword(password);
    }

    @Override
    public boolean hasUser(Connection superuser, String username) throws SQLException {
        return MySqlClone.isComplete(new MySqlSession(superuser), username);
    }

    /**
     * Each of the user's accounts, one per host that it may come from, is cloned, with its rights, what it demands of TLS, and
     * whether it is locked. Nothing here is a transaction, so a new account is locked and marked until it has everything: whoever
     * can log in with the password has the rights.
     */
    @Override
    public void cloneUser(Connection superuser, String original, String username, SecretValue password)
            throws SQLException {
        new MySqlClone(new MySqlSession(superuser), original, username).make(password);
    }

    @Override
    public GetRandomPasswordRequest passwords() {
        return options.passwords();
    }
}
