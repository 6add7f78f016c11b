package dev.secrets.rotation.database;

import dev.secrets.credentials.DatabaseCredentials;
import dev.secrets.model.GetRandomPasswordRequest;
import dev.secrets.model.SecretValue;
import dev.secrets.rotation.RotationException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    /** A hash of a length that the account's plugin does not know. */
    private static final int NOT_ITS_HASH = 1372;

    /** ANSI_QUOTES and the modes that contain it: with them names are shown within double quotes, and not within backquotes. */
    private static final Set<String> MODES_WITH_DOUBLE_QUOTES =
            Set.of("ANSI_QUOTES", "ANSI", "DB2", "MAXDB", "MSSQL", "ORACLE", "POSTGRESQL");

    /** What MySQL's password_history forbids. */
    private static final int IN_PASSWORD_HISTORY = 3638;

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
        List<String> locked = column(
                connection,
                "SELECT GET_LOCK(SHA2(CONCAT('secrets.rotation ', ?), 224), ?)",
                username,
                Long.toString(Math.max(1, options.readTimeout().toSeconds() / 2)));
        if (!locked.equals(List.of("1"))) {
            throw new SQLException("Another rotator holds the user's lock", "HYT00");
        }
    }

    @Override
    public void changeOwnPassword(Connection connection, String username, SecretValue password) throws SQLException {
        if (isMariaDb(connection)) {
            setPassword(connection, "", List.of(), password);
        } else {
            execute(connection, "ALTER USER USER() IDENTIFIED BY ?", password.revealString());
        }
    }

    private static boolean isMariaDb(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseProductName().contains("MariaDB");
    }

    /** SET PASSWORD keeps the account's plugin, and takes a hash as it is. */
    private static void setPassword(Connection connection, String forWhom, List<String> account, SecretValue password)
            throws SQLException {
        try {
            execute(connection, "SET PASSWORD" + forWhom + " = ?", with(account, NativePassword.hash(password)));
        } catch (SQLException failure) {
            if (failure.getErrorCode() != NOT_ITS_HASH) {
                throw failure;
            }
            execute(connection, "SET PASSWORD" + forWhom + " = PASSWORD(?)", with(account, password.revealString()));
        }
    }

    private static String[] with(List<String> account, String last) {
        List<String> all = new ArrayList<>(account);
        all.add(last);
        return all.toArray(String[]::new);
    }

    /** A user all of whose accounts are locked is one that {@link #cloneUser} has not completed. */
    @Override
    public boolean hasUser(Connection superuser, String username) throws SQLException {
        return !lockedHosts(superuser, username).containsAll(hosts(superuser, username));
    }

    /**
     * Each of the user's accounts, one per host that it may come from, is cloned, with its rights, what it demands of TLS, and
     * whether it is locked. Nothing here is a transaction, so a new account is locked until it has everything: whoever can log in
     * with the password has the rights.
     */
    @Override
    public void cloneUser(Connection superuser, String original, String username, SecretValue password)
            throws SQLException {
        requireThatItFits(superuser, username);
        List<String> hosts = hosts(superuser, original);
        if (hosts.isEmpty()) {
            throw RotationException.permanent("The database has no such user as the one whose rights are to be cloned");
        }
        if (username.equals(original)) {
            setPasswords(superuser, username, hosts, password);
            return;
        }
        useBackquotes(superuser);
        for (String host : hosts) {
            createLocked(superuser, username, host, password);
            copyGrants(superuser, original, username, host);
            copyTlsRequirement(superuser, original, username, host);
        }
        setPasswords(superuser, username, hosts, password);
        copyLocks(superuser, original, username, hosts);
    }

    /** 32 characters on MySQL, 80 or 128 on MariaDB. */
    private static void requireThatItFits(Connection connection, String username) throws SQLException {
        int length = username.codePointCount(0, username.length());
        int longest = Integer.parseInt(column(
                        connection,
                        "SELECT CHARACTER_MAXIMUM_LENGTH FROM information_schema.COLUMNS"
                                + " WHERE TABLE_SCHEMA = 'mysql' AND TABLE_NAME = 'user' AND COLUMN_NAME = ?",
                        "User")
                .get(0));
        if (length > longest) {
            throw RotationException.permanent(
                    "The user's name has " + length + " characters; the database allows " + longest);
        }
    }

    private static void createLocked(Connection superuser, String username, String host, SecretValue password)
            throws SQLException {
        boolean takesHash = isMariaDb(superuser);
        execute(
                superuser,
                "CREATE USER IF NOT EXISTS ?@? IDENTIFIED BY " + (takesHash ? "PASSWORD ?" : "?") + " ACCOUNT LOCK",
                username,
                host,
                takesHash ? NativePassword.hash(password) : password.revealString());
    }

    private static void setPasswords(Connection superuser, String username, List<String> hosts, SecretValue password)
            throws SQLException {
        for (String host : hosts) {
            setPassword(superuser, username, host, password);
        }
    }

    private static void setPassword(Connection superuser, String username, String host, SecretValue password)
            throws SQLException {
        if (isMariaDb(superuser)) {
            setPassword(superuser, " FOR ?@?", List.of(username, host), password);
        } else {
            setPasswordOfMySql(superuser, username, host, password);
        }
    }

    /** A password that was generated for this one use is in the account's history only if an earlier try has set it. */
    private static void setPasswordOfMySql(Connection superuser, String username, String host, SecretValue password)
            throws SQLException {
        try {
            execute(superuser, "ALTER USER ?@? IDENTIFIED BY ?", username, host, password.revealString());
        } catch (SQLException failure) {
            if (failure.getErrorCode() != IN_PASSWORD_HISTORY) {
                throw failure;
            }
        }
    }

    private static List<String> hosts(Connection superuser, String username) throws SQLException {
        return column(superuser, "SELECT Host FROM mysql.user WHERE User = ?", username);
    }

    /** For the rest of the session, so that {@link Grant} can read the rights. */
    private static void useBackquotes(Connection superuser) throws SQLException {
        String modes = column(superuser, "SELECT @@SESSION.sql_mode").get(0);
        String others = Stream.of(modes.split(","))
                .filter(mode -> !MODES_WITH_DOUBLE_QUOTES.contains(mode))
                .collect(Collectors.joining(","));
        execute(superuser, "SET SESSION sql_mode = ?, SESSION sql_quote_show_create = 1", others);
    }

    private static void copyGrants(Connection superuser, String original, String username, String host)
            throws SQLException {
        for (String grant : column(superuser, "SHOW GRANTS FOR ?@?", original, host)) {
            Grant copied = Grant.parse(grant, original, host);
            execute(superuser, copied.forAnother(), username, host);
        }
    }

    private static void copyTlsRequirement(Connection superuser, String original, String username, String host)
            throws SQLException {
        TlsRequirement required = tlsRequirement(superuser, original, host);
        List<String> values = new ArrayList<>(List.of(username, host));
        values.addAll(required.values());
        execute(superuser, "ALTER USER " + required.clause(), values.toArray(String[]::new));
    }

    private static TlsRequirement tlsRequirement(Connection superuser, String username, String host)
            throws SQLException {
        String sql =
                "SELECT ssl_type, ssl_cipher, x509_issuer, x509_subject FROM mysql.user WHERE User = ? AND Host = ?";
        try (PreparedStatement query = prepared(superuser, sql, username, host);
                ResultSet row = query.executeQuery()) {
            row.next();
            return new TlsRequirement(row.getString(1), row.getString(2), row.getString(3), row.getString(4));
        }
    }

    /** Open accounts are opened last and in one statement: it is the point from which on the clone is complete. */
    private static void copyLocks(Connection superuser, String original, String username, List<String> hosts)
            throws SQLException {
        List<String> locked = lockedHosts(superuser, original);
        alter(superuser, username, hosts.stream().filter(locked::contains).toList(), "ACCOUNT LOCK");
        alter(
                superuser,
                username,
                hosts.stream().filter(host -> !locked.contains(host)).toList(),
                "ACCOUNT UNLOCK");
    }

    private static List<String> lockedHosts(Connection superuser, String username) throws SQLException {
        String sql = isMariaDb(superuser)
                ? "SELECT Host FROM mysql.global_priv WHERE User = ? AND JSON_VALUE(Priv, '$.account_locked')"
                : "SELECT Host FROM mysql.user WHERE User = ? AND account_locked = 'Y'";
        return column(superuser, sql, username);
    }

    private static void alter(Connection superuser, String username, List<String> hosts, String clause)
            throws SQLException {
        if (!hosts.isEmpty()) {
            String accounts = String.join(", ", Collections.nCopies(hosts.size(), "?@?"));
            String[] values =
                    hosts.stream().flatMap(host -> Stream.of(username, host)).toArray(String[]::new);
            execute(superuser, "ALTER USER " + accounts + " " + clause, values);
        }
    }

    private static List<String> column(Connection connection, String sql, String... values) throws SQLException {
        try (PreparedStatement query = prepared(connection, sql, values);
                ResultSet rows = query.executeQuery()) {
            List<String> column = new ArrayList<>();
            while (rows.next()) {
                column.add(rows.getString(1));
            }
            return column;
        }
    }

    private static void execute(Connection connection, String sql, String... values) throws SQLException {
        try (PreparedStatement statement = prepared(connection, sql, values)) {
            statement.execute();
        }
    }

    /** The driver puts the values in as quoted literals, as the server's SQL mode wants them. */
    private static PreparedStatement prepared(Connection connection, String sql, String... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setString(i + 1, values[i]);
        }
        return statement;
    }

    @Override
    public GetRandomPasswordRequest passwords() {
        return options.passwords();
    }
}
