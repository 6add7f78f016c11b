package dev.secrets.examples.hikari;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import dev.secrets.SecretHandle;
import dev.secrets.credentials.DatabaseCredentials;

/**
 * A HikariCP pool whose user and password are those of a secret, always. Every new connection asks the handle; when the secret has
 * changed, connections of the old password are replaced as they come back to the pool.
 *
 * <p>With a single user, a login between the change at the database and the move of AWSCURRENT is refused. The pool goes on with the
 * connections that it has and tries again, so let its connection timeout be longer than the handle's maximum staleness.
 */
public final class RotatingPool {
    private RotatingPool() {}

    /**
     * Opens a pool. Close it before the handle.
     *
     * @param config everything but user and password
     * @param login whom to log in as
     */
    public static HikariDataSource open(HikariConfig config, SecretHandle<DatabaseCredentials> login) {
        config.setCredentialsProvider(() -> credentials(login.get()));
        HikariDataSource pool = new HikariDataSource(config);
        login.onChange(changed -> pool.getHikariPoolMXBean().softEvictConnections());
        return pool;
    }

    private static Credentials credentials(DatabaseCredentials login) {
        return Credentials.of(login.username(), login.password().revealString());
    }
}
