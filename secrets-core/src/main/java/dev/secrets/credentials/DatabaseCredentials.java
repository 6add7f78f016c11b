package dev.secrets.credentials;

import dev.secrets.model.SecretValue;
import java.util.Optional;

/**
 * How to log in to a database: {@code {"username": ..., "password": ..., "host": ..., "port": ...}}, and optionally what the
 * rotation templates of AWS Secrets Manager know besides. The port may be a number or its digits as a string, {@code ssl} may be a
 * boolean or its name as a string; all others are strings. Members not listed here are kept.
 *
 * <p>Each method named after a member sets it and returns new credentials; these stay as they are. Thread-safe.
 */
public final class DatabaseCredentials implements AutoCloseable {
    private final SecretValue text;
    private final String username;
    private final SecretValue password;
    private final String host;
    private final int port;
    private final Optional<String> engine;
    private final Optional<String> dbname;
    private final Optional<String> dbClusterIdentifier;
    private final Optional<String> dbInstanceIdentifier;
    private final Optional<String> masterarn;
    private final Optional<Boolean> ssl;

    /**
     * Makes credentials of what is always needed.
     *
     * @param username the user to log in as
     * @param password its password, text; copied
     * @param host where the database listens
     * @param port the port there, 1 to 65535
     * @throws CredentialsFormatException if the port is out of range or the password is binary
     */
    public DatabaseCredentials(String username, SecretValue password, String host, int port) {
        this(JsonDocument.empty(DatabaseCredentials.class)
                .put("username", username)
                .put("password", password)
                .put("host", host)
                .put("port", port));
    }

    private DatabaseCredentials(JsonDocument json) {
        username = json.string("username");
        host = json.string("host");
        port = json.port("port");
        engine = json.optionalString("engine");
        dbname = json.optionalString("dbname");
        dbClusterIdentifier = json.optionalString("dbClusterIdentifier");
        dbInstanceIdentifier = json.optionalString("dbInstanceIdentifier");
        masterarn = json.optionalString("masterarn");
        ssl = json.optionalFlag("ssl");
        password = json.secret("password");
        text = json.text();
    }

    /**
     * Reads credentials from the text of a secret, which is copied.
     *
     * @throws CredentialsFormatException if the text is not such a JSON object
     */
    public static DatabaseCredentials parse(SecretValue text) {
        return new DatabaseCredentials(JsonDocument.parse(DatabaseCredentials.class, text));
    }

    /** Returns the user to log in as. */
    public String username() {
        return username;
    }

    /** Returns the password. It belongs to these credentials and is closed with them. */
    public SecretValue password() {
        return password;
    }

    /** Returns where the database listens. */
    public String host() {
        return host;
    }

    /** Returns the port there, 1 to 65535. */
    public int port() {
        return port;
    }

    /** Returns which database it is, such as {@code postgres} or {@code mysql}. */
    public Optional<String> engine() {
        return engine;
    }

    /** Returns the name of the database, or of the initial one. */
    public Optional<String> dbname() {
        return dbname;
    }

    /** Returns the identifier of the database's cluster. */
    public Optional<String> dbClusterIdentifier() {
        return dbClusterIdentifier;
    }

    /** Returns the identifier of the database's instance. */
    public Optional<String> dbInstanceIdentifier() {
        return dbInstanceIdentifier;
    }

    /** Returns the ARN of the secret whose user may set this one's password: for rotation by alternating users. */
    public Optional<String> masterarn() {
        return masterarn;
    }

    /** Returns whether the connection must, or must not, use TLS. */
    public Optional<Boolean> ssl() {
        return ssl;
    }

    /** Returns these credentials with another user. */
    public DatabaseCredentials username(String name) {
        return new DatabaseCredentials(json().put("username", name));
    }

    /**
     * Returns these credentials with another password, which is copied.
     *
     * @throws CredentialsFormatException if the password is binary
     */
    public DatabaseCredentials password(SecretValue secret) {
        return new DatabaseCredentials(json().put("password", secret));
    }

    /** Returns these credentials for another host. */
    public DatabaseCredentials host(String name) {
        return new DatabaseCredentials(json().put("host", name));
    }

    /**
     * Returns these credentials for another port.
     *
     * @throws CredentialsFormatException if the port is not 1 to 65535
     */
    public DatabaseCredentials port(int number) {
        return new DatabaseCredentials(json().put("port", number));
    }

    /** Returns these credentials with the kind of database. */
    public DatabaseCredentials engine(String name) {
        return new DatabaseCredentials(json().put("engine", name));
    }

    /** Returns these credentials with the name of the database. */
    public DatabaseCredentials dbname(String name) {
        return new DatabaseCredentials(json().put("dbname", name));
    }

    /** Returns these credentials with the identifier of the cluster. */
    public DatabaseCredentials dbClusterIdentifier(String identifier) {
        return new DatabaseCredentials(json().put("dbClusterIdentifier", identifier));
    }

    /** Returns these credentials with the identifier of the instance. */
    public DatabaseCredentials dbInstanceIdentifier(String identifier) {
        return new DatabaseCredentials(json().put("dbInstanceIdentifier", identifier));
    }

    /** Returns these credentials with the ARN of the secret that holds the administrator's credentials. */
    public DatabaseCredentials masterarn(String arn) {
        return new DatabaseCredentials(json().put("masterarn", arn));
    }

    /** Returns these credentials with whether to use TLS. */
    public DatabaseCredentials ssl(boolean required) {
        return new DatabaseCredentials(json().put("ssl", required));
    }

    /** Returns the text of a secret that holds these credentials, a value of the caller's own. */
    public SecretValue toSecretValue() {
        return json().text();
    }

    /** Overwrites the secrets that these credentials hold. */
    @Override
    public void close() {
        password.close();
        text.close();
    }

    @Override
    public String toString() {
        return "DatabaseCredentials[redacted]";
    }

    private JsonDocument json() {
        return JsonDocument.parse(DatabaseCredentials.class, text);
    }
}
