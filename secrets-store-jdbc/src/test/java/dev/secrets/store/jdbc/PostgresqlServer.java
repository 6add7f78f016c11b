package dev.secrets.store.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A PostgreSQL that writes to the disk before it acknowledges. */
final class PostgresqlServer implements DatabaseServer {
    private static final AvailableServer<Path, PostgresqlServer> SHARED = new AvailableServer<>(
            "PostgreSQL",
            programs -> programs.directoryOf("initdb", "postgres"),
            programs -> start(TemporaryDirectories.create("postgresql").resolve("data"), Map.of(), programs));

    private static final Map<String, String> SETTINGS = Map.of(
            "fsync", "on", "synchronous_commit", "on", "max_connections", "100", "listen_addresses", "127.0.0.1");

    /** Where the programs of an installed server are; none if the embedded ones are used. */
    private final Optional<Path> programs;

    private final Path directory;
    private final int port;
    private final Map<String, String> settings;
    private AutoCloseable server = () -> {};

    private PostgresqlServer(Path directory, int port, Map<String, String> settings, Optional<Path> programs) {
        this.programs = programs;
        this.directory = directory;
        this.port = port;
        this.settings = settings;
    }

    static PostgresqlServer shared() {
        return SHARED.get();
    }

    /** Sets which standbys a commit of the shared server waits for. */
    static void setStandbys(String names) {
        TestDatabase.execute(
                TestDatabase.POSTGRESQL.pool(),
                "ALTER SYSTEM SET synchronous_standby_names = '" + names + "'",
                "SELECT pg_reload_conf()");
    }

    /** Starts another by the same programs. */
    static PostgresqlServer start(Path directory, Map<String, String> settings) {
        return start(directory, settings, shared().programs);
    }

    private static PostgresqlServer start(Path directory, Map<String, String> settings, Optional<Path> programs) {
        Map<String, String> all = new LinkedHashMap<>(SETTINGS);
        all.putAll(settings);
        PostgresqlServer started = new PostgresqlServer(directory, ServerProcess.freePort(), all, programs);
        started.restart();
        return started;
    }

    @Override
    public synchronized void restart() {
        if (programs.isPresent()) {
            startInstalled(programs.get());
        } else {
            startEmbedded();
        }
    }

    private void startEmbedded() {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(directory)
                .setCleanDataDirectory(false)
                .setPort(port)
                .setPGStartupWait(Duration.ofMinutes(2));
        settings.forEach(builder::setServerConfig);
        try {
            server = builder.start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void startInstalled(Path binaries) {
        if (!Files.exists(directory.resolve("PG_VERSION"))) {
            ServerProcess.run(command(
                    binaries, "initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8", "-D", directory));
        }
        List<String> command =
                command(binaries, "postgres", "-D", directory, "-p", port, "-k", directory.toAbsolutePath());
        settings.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        ServerProcess process =
                new ServerProcess(command, directory.resolveSibling(directory.getFileName() + ".log"), url());
        process.start();
        server = process::kill;
    }

    /** PostgreSQL does not run as root; in a user namespace of its own, root is nobody. */
    private static List<String> command(Path binaries, String program, Object... arguments) {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(binaries.resolve(program).toString());
        Stream.of(arguments).map(String::valueOf).forEach(command::add);
        return command;
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
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
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
