package dev.secrets.cli.store;

import dev.secrets.cli.shell.ConfigurationException;
import dev.secrets.cli.shell.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Where a store is, as a URL of the command says it. */
public sealed interface StoreLocation {
    /** A store that ends with the process. */
    record Memory() implements StoreLocation {
        @Override
        public String toString() {
            return MEMORY;
        }
    }

    /**
     * A file store.
     *
     * @param path its directory
     */
    record Directory(Path path) implements StoreLocation {
        /** Returns whether there is a store, or anything else. */
        boolean isEmpty() {
            try (Stream<Path> entries = Files.list(path)) {
                return entries.findAny().isEmpty();
            } catch (java.nio.file.NoSuchFileException | java.nio.file.NotDirectoryException none) {
                return !Files.exists(path);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }

        @Override
        public String toString() {
            return FILE + path;
        }
    }

    /**
     * A database.
     *
     * @param url its JDBC URL, which may hold a password, so this does not show it
     */
    record Database(String url) implements StoreLocation {
        @Override
        public String toString() {
            return url.replaceFirst("^(jdbc:[a-z0-9]+:).*", "$1...");
        }
    }

    /** Returns whether reading waits for no other process. */
    default boolean isLocal() {
        return !(this instanceof Database);
    }

    /** What the URL of a database begins with. */
    String JDBC = "jdbc:";

    /** What the URL of a store in memory is. */
    String MEMORY = "memory:";

    /** What the URL of a file store begins with. */
    String FILE = "file:";

    /**
     * Reads a URL.
     *
     * @throws ConfigurationException if it is none of the forms
     */
    static StoreLocation of(String url) {
        if (url.equals(MEMORY)) {
            return new Memory();
        }
        if (url.startsWith(FILE) && url.length() > FILE.length()) {
            return new Directory(Path.of(url.substring(FILE.length())));
        }
        if (url.startsWith(JDBC)) {
            return new Database(url);
        }
        throw new ConfigurationException("The store is " + Setting.STORE.label() + " = " + withoutSecrets(url)
                + ", which is neither memory: nor file:DIRECTORY nor jdbc:URL");
    }

    private static String withoutSecrets(String url) {
        int colon = url.indexOf(':');
        return colon < 0 ? url : url.substring(0, colon) + ":...";
    }
}
