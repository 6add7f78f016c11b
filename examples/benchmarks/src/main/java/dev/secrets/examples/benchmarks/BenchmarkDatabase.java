package dev.secrets.examples.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;

/** A database that a benchmark starts for itself, and a pool of connections to it. */
interface BenchmarkDatabase extends AutoCloseable {
    HikariDataSource pool();

    @Override
    void close() throws IOException;

    /** Starts it. PostgreSQL writes to the disk before it acknowledges; H2 is in memory. */
    static BenchmarkDatabase start(String name) throws IOException {
        return switch (name) {
            case "postgresql" -> postgresql();
            case "h2" -> h2();
            default -> throw new IllegalArgumentException("No database is named " + name);
        };
    }

    private static BenchmarkDatabase postgresql() throws IOException {
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
        return of(pool("jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres?user=postgres"), server::close);
    }

    private static BenchmarkDatabase h2() {
        return of(pool("jdbc:h2:mem:benchmark"), () -> {});
    }

    private static HikariDataSource pool(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(4);
        return new HikariDataSource(config);
    }

    /** What is left when the pool is closed. */
    interface Server {
        void close() throws IOException;
    }

    private static BenchmarkDatabase of(HikariDataSource pool, Server server) {
        return new BenchmarkDatabase() {
            @Override
            public HikariDataSource pool() {
                return pool;
            }

            @Override
            public void close() throws IOException {
                pool.close();
                server.close();
            }
        };
    }
}
