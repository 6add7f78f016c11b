package dev.secrets.rotation.database;

import dev.secrets.credentials.DatabaseCredentials;
import dev.secrets.model.SecretValue;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** A database server to rotate passwords on: it asks for passwords, and logs every statement. Started once for all tests. */
public abstract class DatabaseServer {
    static final String SUPERUSER = "superuser";
    static final String SUPERUSER_PASSWORD = "the superuser's password";

    public abstract int port();

    public abstract Database database(DatabaseOptions options);

    /** Makes a user who may log in. */
    public abstract void createUser(String name, String password);

    public abstract void setPassword(String name, String password);

    /** Returns everything that the server has logged, and what it keeps of statements elsewhere. */
    public abstract String log();

    /** Returns the rights that the user has, as the server shows them. */
    public abstract List<String> rights(String user);

    /** Returns every character that a password may have. */
    static String everyCharacter() {
        StringBuilder all = new StringBuilder();
        for (char c = ' '; c <= '~'; c++) {
            all.append(c);
        }
        return all.toString();
    }

    public Database database() {
        return database(DatabaseOptions.defaults());
    }

    public DatabaseCredentials login(String user, String password) {
        return new DatabaseCredentials(user, SecretValue.ofString(password), "127.0.0.1", port()).ssl(false);
    }

    public DatabaseCredentials superuser() {
        return login(SUPERUSER, SUPERUSER_PASSWORD);
    }

    public boolean accepts(DatabaseCredentials credentials) {
        try (Connection connection = database().connect(credentials)) {
            return connection.isValid(5);
        } catch (SQLException refused) {
            if (database().isRefusal(refused)) {
                return false;
            }
            throw new IllegalStateException(refused);
        }
    }

    public boolean accepts(String secret) {
        return accepts(DatabaseCredentials.parse(SecretValue.ofString(secret)));
    }

    public void execute(String... statements) {
        try {
            executeAs(superuser(), statements);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    void executeAs(DatabaseCredentials login, String... statements) throws SQLException {
        try (Connection connection = database().connect(login);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    boolean allows(DatabaseCredentials login, String sql) {
        try {
            executeAs(login, sql);
            return true;
        } catch (SQLException denied) {
            return false;
        }
    }

    static void requireLinux(String server) {
        String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        if (!platform.equals("Linux amd64")) {
            skip(server, "its embedded server runs on Linux amd64, not on " + platform);
        }
    }

    static void skip(String server, String reason) {
        System.out.println(server + " is skipped: " + reason);
        Assumptions.abort(server + " is skipped: " + reason);
    }
}
