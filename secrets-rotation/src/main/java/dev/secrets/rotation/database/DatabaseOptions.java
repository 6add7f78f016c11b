package dev.secrets.rotation.database;

import dev.secrets.model.GetRandomPasswordRequest;
import java.time.Duration;
import java.util.Map;

/**
 * How a database is reached. Immutable; each method named as an option returns a copy with that option set.
 *
 * @param connectTimeout how long connecting may take, at least a second
 * @param readTimeout how long the server may take for one answer, at least a second
 * @param passwords what new passwords are made of
 * @param driverProperties further properties for the driver, such as PostgreSQL's {@code sslrootcert}. Without one that says
 *     otherwise, certificates are verified against the JVM's trust store
 */
public record DatabaseOptions(
        Duration connectTimeout,
        Duration readTimeout,
        GetRandomPasswordRequest passwords,
        Map<String, String> driverProperties) {
    private static final Duration MIN_TIMEOUT = Duration.ofSeconds(1);

    /** @throws IllegalArgumentException if a time is too short */
    public DatabaseOptions {
        if (connectTimeout.compareTo(MIN_TIMEOUT) < 0 || readTimeout.compareTo(MIN_TIMEOUT) < 0) {
            throw new IllegalArgumentException("Timeouts must be at least a second; found " + connectTimeout
                    + " to connect and " + readTimeout + " to read");
        }
        driverProperties = Map.copyOf(driverProperties);
    }

    /**
     * Returns five seconds to connect, fifteen for an answer, and passwords as AWS's templates make them: 32 characters of every
     * type, without {@code / @ " ' \}.
     */
    public static DatabaseOptions defaults() {
        return new DatabaseOptions(
                Duration.ofSeconds(5),
                Duration.ofSeconds(15),
                new GetRandomPasswordRequest().passwordLength(32).excludeCharacters("/@\"'\\"),
                Map.of());
    }

    /** Returns these options with {@link #connectTimeout()} set. */
    public DatabaseOptions connectTimeout(Duration connectTimeout) {
        return new DatabaseOptions(connectTimeout, readTimeout, passwords, driverProperties);
    }

    /** Returns these options with {@link #readTimeout()} set. */
    public DatabaseOptions readTimeout(Duration readTimeout) {
        return new DatabaseOptions(connectTimeout, readTimeout, passwords, driverProperties);
    }

    /** Returns these options with {@link #passwords()} set. */
    public DatabaseOptions passwords(GetRandomPasswordRequest passwords) {
        return new DatabaseOptions(connectTimeout, readTimeout, passwords, driverProperties);
    }

    /** Returns these options with {@link #driverProperties()} set. */
    public DatabaseOptions driverProperties(Map<String, String> driverProperties) {
        return new DatabaseOptions(connectTimeout, readTimeout, passwords, driverProperties);
    }
}
