package dev.secrets.rotation.database;

import dev.secrets.model.SecretValue;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A session on MariaDB or MySQL: statements with their values, and passwords, which the two set differently. */
final class MySqlSession {
    /** A hash of a length that the account's plugin does not know. */
    private static final int NOT_ITS_HASH = 1372;

    /**
     * What MySQL's password_history forbids: a password that was generated for this one use is in the account's history only if an
     * earlier try has set it. And MariaDB's answer for an account whose plugin needs none: others of its user may have one.
     */
    private static final Set<Integer> NOTHING_TO_SET = Set.of(3638, 1699);

    private final Connection connection;

    MySqlSession(Connection connection) {
        this.connection = connection;
    }

    boolean isMariaDb() throws SQLException {
        return connection.getMetaData().getDatabaseProductName().contains("MariaDB");
    }

    /** Returns the hosts that the user may come from; each is an account of its own. MariaDB has roles in the same table. */
    List<String> hosts(String username) throws SQLException {
        String accounts = isMariaDb() ? " AND is_role = 'N'" : "";
        return column("SELECT Host FROM mysql.user WHERE User = ?" + accounts, username);
    }

    /** Returns the hosts of the user's accounts that are locked. */
    List<String> lockedHosts(String username) throws SQLException {
        String sql = isMariaDb()
                ? "SELECT Host FROM mysql.global_priv WHERE User = ? AND JSON_VALUE(Priv, '$.account_locked')"
                : "SELECT Host FROM mysql.user WHERE User = ? AND account_locked = 'Y'";
        return column(sql, username);
    }

    void changeOwnPassword(SecretValue password) throws SQLException {
        if (isMariaDb()) {
            setPasswordOfMariaDb("", List.of(), password);
        } else {
            execute("ALTER USER USER() IDENTIFIED BY ?", password.revealString());
        }
    }

    /** Sets the password of an account, unless it has it already or can't have one. */
    void setPassword(String username, String host, SecretValue password) throws SQLException {
        try {
            if (isMariaDb()) {
                setPasswordOfMariaDb(" FOR ?@?", List.of(username, host), password);
            } else {
                execute("ALTER USER ?@? IDENTIFIED BY ?", username, host, password.revealString());
            }
        } catch (SQLException failure) {
            if (!NOTHING_TO_SET.contains(failure.getErrorCode())) {
                throw failure;
            }
        }
    }

    /** SET PASSWORD keeps the account's plugin, and takes a hash as it is. */
    private void setPasswordOfMariaDb(String forWhom, List<String> account, SecretValue password) throws SQLException {
        try {
            execute("SET PASSWORD" + forWhom + " = ?", with(account, NativePassword.hash(password)));
        } catch (SQLException failure) {
            if (failure.getErrorCode() != NOT_ITS_HASH) {
                throw failure;
            }
            execute("SET PASSWORD" + forWhom + " = PASSWORD(?)", with(account, password.revealString()));
        }
    }

    private static String[] with(List<String> account, String last) {
        List<String> all = new ArrayList<>(account);
        all.add(last);
        return all.toArray(String[]::new);
    }

    /** Returns the first column of what a query finds. */
    List<String> column(String sql, String... values) throws SQLException {
        List<String> column = new ArrayList<>();
        for (List<String> row : rows(sql, 1, values)) {
            column.add(row.get(0));
        }
        return column;
    }

    /** Returns the first columns of what a query finds. */
    List<List<String>> rows(String sql, int columns, String... values) throws SQLException {
        try (PreparedStatement query = prepared(sql, values);
                ResultSet found = query.executeQuery()) {
            List<List<String>> rows = new ArrayList<>();
            while (found.next()) {
                rows.add(row(found, columns));
            }
            return rows;
        }
    }

    private static List<String> row(ResultSet found, int columns) throws SQLException {
        List<String> row = new ArrayList<>();
        for (int column = 1; column <= columns; column++) {
            row.add(found.getString(column));
        }
        return row;
    }

    void execute(String sql, String... values) throws SQLException {
        try (PreparedStatement statement = prepared(sql, values)) {
            statement.execute();
        }
    }

    /** The driver puts the values in as quoted literals, as the server's SQL mode wants them. */
    private PreparedStatement prepared(String sql, String... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setString(i + 1, values[i]);
        }
        return statement;
    }
}
