package dev.secrets.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Starts JVMs beside this one, small and fast to start. What they write to their error output appears in the test's. */
public final class ChildJvm {
    /** The heap of such a JVM, as its option says it. */
    public static final String HEAP = "128m";

    private ChildJvm() {}

    /** Starts the class with all libraries that this JVM has. */
    public static Process start(Class<?> main, Object... arguments) {
        return start(command(main, arguments));
    }

    /** Starts the class with all libraries that this JVM has, and with options of the JVM besides its usual ones. */
    public static Process startWith(List<String> options, Class<?> main, Object... arguments) {
        return start(command(options, libraries(main), main, arguments));
    }

    /** Returns the command that starts the class with all libraries that this JVM has. */
    public static List<String> command(Class<?> main, Object... arguments) {
        return command(List.of(), libraries(main), main, arguments);
    }

    /** Returns the command that starts the class with the places that the given classes come from, and nothing else. */
    public static List<String> command(List<Class<?>> classPath, Class<?> main, Object... arguments) {
        return command(List.of(), roots(classPath).map(Path::toString), main, arguments);
    }

    /** Starts a command. */
    public static Process start(List<String> command) {
        try {
            return new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<String> command(
            List<String> options, Stream<String> classPath, Class<?> main, Object... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Dslf4j.internal.verbosity=ERROR")); // does not tell that nothing is logged
        command.addAll(options);
        command.addAll(List.of("-cp", classPath.collect(Collectors.joining(File.pathSeparator)), main.getName()));
        Stream.of(arguments).map(String::valueOf).forEach(command::add);
        return command;
    }

    /** Surefire's own class path is a jar that names the others; it tells the real one in a property. */
    private static Stream<String> libraries(Class<?> main) {
        return Stream.of(
                        root(main).toString(),
                        System.getProperty("jdk.module.path", ""),
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")))
                .filter(path -> !path.isEmpty());
    }

    /** Returns where classes come from, for a class loader of its own. */
    public static URL[] urls(List<Class<?>> classPath) {
        return roots(classPath).map(ChildJvm::url).toArray(URL[]::new);
    }

    private static URL url(Path root) {
        try {
            return root.toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static Stream<Path> roots(List<Class<?>> classes) {
        return classes.stream().map(ChildJvm::root).distinct();
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
