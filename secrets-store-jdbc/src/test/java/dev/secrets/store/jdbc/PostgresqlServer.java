package dev.secrets.store.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A PostgreSQL that writes to the disk before it acknowledges. */
final class PostgresqlServer implements DatabaseServer {
    private static PostgresqlServer shared;

    private final Path directory;
    private final int port;
    private final Map<String, String> settings;
    private EmbeddedPostgres server;

    private PostgresqlServer(Path directory, int port, Map<String, String> settings) {
        this.directory = directory;
        this.port = port;
        this.settings = settings;
    }

    static synchronized PostgresqlServer shared() {
        if (shared == null) {
            Platform.requireLinux("PostgreSQL");
            shared = start(TemporaryDirectories.create("postgresql").resolve("data"), Map.of());
        }
        return shared;
    }

    static PostgresqlServer start(Path directory, Map<String, String> settings) {
        PostgresqlServer started = new PostgresqlServer(directory, ServerProcess.freePort(), settings);
        started.restart();
        return started;
    }

    @Override
    public synchronized void restart() {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(directory)
                .setCleanDataDirectory(false)
                .setPort(port)
                .setPGStartupWait(Duration.ofMinutes(2))
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "100")
                .setServerConfig("listen_addresses", "127.0.0.1");
        settings.forEach(builder::setServerConfig);
        try {
            server = builder.start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public synchronized void kill() {
        try {
            String pid = Files.readAllLines(directory.resolve("postmaster.pid")).get(0);
            ProcessHandle postmaster =
                    ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
            var backends = postmaster.descendants().toList();
            postmaster.destroyForcibly();
            postmaster.onExit().join();
            backends.forEach(backend -> backend.onExit().join());
            server.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    int port() {
        return port;
    }

    @Override
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
    }
}
