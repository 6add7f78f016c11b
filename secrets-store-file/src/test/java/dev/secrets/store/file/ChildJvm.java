package dev.secrets.store.file;

import dev.secrets.store.SecretStore;
import dev.secrets.testing.Concurrently;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Starts JVMs beside this one, small and fast to start, with the classes under test and nothing else. */
final class ChildJvm {
    static final String HEAP = "128m";

    private ChildJvm() {}

    /** Starts the class; what it writes to its error output appears in the test's. */
    static Process start(Class<?> main, Object... arguments) {
        return start(List.of(), main, arguments);
    }

    /** Starts the class with all that this JVM has on its paths: a whole manager needs its libraries. */
    static Process startWithDependencies(Class<?> main, Object... arguments) {
        String own = Stream.of("jdk.module.path", "java.class.path")
                .map(System::getProperty)
                .filter(Objects::nonNull)
                .collect(Collectors.joining(File.pathSeparator));
        return start(List.of(), classPath() + File.pathSeparator + own, main, arguments);
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
        return Stream.of(FileSecretStore.class, SecretStore.class, ChildJvm.class, Concurrently.class)
                .map(ChildJvm::root)
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Where a class comes from: a directory or a jar. Asked of the class's own resource, since a test class patches a module. */
    private static String root(Class<?> type) {
        String resource = type.getName().replace('.', '/') + ".class";
        String url = String.valueOf(type.getResource("/" + resource));
        String root = url.substring(0, url.length() - resource.length() - 1);
        String file = root.startsWith("jar:") ? root.substring("jar:".length(), root.length() - 1) : root;
        return Path.of(URI.create(file)).toString();
    }
}
