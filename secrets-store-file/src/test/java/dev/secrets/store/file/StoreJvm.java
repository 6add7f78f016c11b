package dev.secrets.store.file;

import dev.secrets.store.SecretStore;
import dev.secrets.testing.Concurrently;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Starts JVMs beside this one, small and fast to start, with the classes under test and nothing else. */
final class ChildJvm {
    static final String HEAP = "128m";

    /** For a store that several processes have open: on a busy machine one that holds the lock may get no processor for long. */
    static final FileStoreOptions PATIENT = FileStoreOptions.DEFAULTS.lockTimeout(Duration.ofMinutes(2));

    private ChildJvm() {}

    /** Starts the class; what it writes to its error output appears in the test's. */
    static Process start(Class<?> main, Object... arguments) {
        return start(List.of(), main, arguments);
    }

    /** Starts the class beside all libraries that this JVM has. */
    static Process startWithLibraries(Class<?> main, Object... arguments) {
        String all = Stream.of(
                        classPath(), System.getProperty("jdk.module.path", ""), System.getProperty("java.class.path"))
                .filter(path -> !path.isEmpty())
                .collect(Collectors.joining(File.pathSeparator));
        return start(List.of(), all, main, arguments);
    }

    /** Starts the class beneath another command, such as a tracer. */
    static Process start(List<String> prefix, Class<?> main, Object... arguments) {
        return start(prefix, classPath(), main, arguments);
    }

    private static Process start(List<String> prefix, String classPath, Class<?> main, Object... arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-cp",
                classPath,
                main.getName()));
        Stream.of(arguments).map(String::valueOf).forEach(command::add);
        try {
            return new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String classPath() {
        return roots().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    /** Returns where the classes under test and their tests are, for a class loader of its own. */
    static URL[] classPathUrls() {
        return roots().map(ChildJvm::url).toArray(URL[]::new);
    }

    private static URL url(Path root) {
        try {
            return root.toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static Stream<Path> roots() {
        return Stream.of(FileSecretStore.class, SecretStore.class, ChildJvm.class, Concurrently.class)
                .map(ChildJvm::root)
                .distinct();
    }

    /** Where a class comes from: a directory or a jar. Asked of the class's own resource, since a test class patches a module. */
    private static Path root(Class<?> type) {
        String resource = type.getName().replace('.', '/') + ".class";
        String url = String.valueOf(type.getResource("/" + resource));
        String root = url.substring(0, url.length() - resource.length() - 1);
        String file = root.startsWith("jar:") ? root.substring("jar:".length(), root.length() - 1) : root;
        return Path.of(URI.create(file));
    }
}
