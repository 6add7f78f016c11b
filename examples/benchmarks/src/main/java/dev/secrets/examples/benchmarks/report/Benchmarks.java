package dev.secrets.examples.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Measures everything and writes a table and charts: {@code java -jar benchmarks.jar [--quick] [--add] [--output DIRECTORY]
 * [--into FILE] [FILTER]}.
 *
 * <p>{@code --quick} takes at most ten minutes on two cores: smaller sizes, one fork, no million-row rows. The filter, a regular
 * expression, chooses the rows whose text or methods it is found in. {@code --add} keeps what an earlier run with the same output
 * has measured. The output, by default {@code benchmark-results}, is made if there is none; the file, such as a README, has the
 * report between two marks replaced.
 */
public final class Benchmarks {
    private static final String USAGE =
            "java -jar benchmarks.jar [--quick] [--add] [--output DIRECTORY] [--into FILE] [FILTER]";

    private final boolean quick;
    private final boolean add;
    private final Path output;
    private final Optional<Path> into;
    private final Pattern filter;
    private final String command;

    private Benchmarks(List<String> arguments) {
        List<String> left = new ArrayList<>(arguments);
        command = Stream.concat(
                        Stream.of("java -jar examples/benchmarks/target/benchmarks.jar"),
                        arguments.stream().map(Benchmarks::quoted))
                .collect(Collectors.joining(" "));
        quick = left.remove("--quick");
        add = left.remove("--add");
        output = Path.of(valueOf("--output", left).orElse("benchmark-results"));
        into = valueOf("--into", left).map(Path::of);
        if (left.size() > 1 || left.stream().anyMatch(argument -> argument.startsWith("--"))) {
            throw new IllegalArgumentException("Not understood: " + String.join(" ", left) + "\n" + USAGE);
        }
        filter = Pattern.compile(left.isEmpty() ? "" : left.get(0));
    }

    private static String quoted(String argument) {
        return argument.matches("[\\w./-]+") ? argument : "'" + argument + "'";
    }

    private static Optional<String> valueOf(String option, List<String> left) {
        int at = left.indexOf(option);
        if (at < 0) {
            return Optional.empty();
        }
        left.remove(at);
        return Optional.of(left.remove(at));
    }

    /** Runs the benchmarks. */
    public static void main(String[] arguments) throws IOException, RunnerException {
        new Benchmarks(List.of(arguments)).run();
    }

    private void run() throws IOException, RunnerException {
        if (quick) {
            System.setProperty(Size.QUICK_PROPERTY, "true");
        }
        Files.createDirectories(output);
        List<Subject> subjects = Rows.subjects();
        Path kept = output.resolve("measurements.tsv");
        Measurements measurements = add ? Measurements.read(kept) : new Measurements();
        measure(subjects, measurements, kept);
        report(subjects, measurements);
    }

    private void measure(List<Subject> subjects, Measurements measurements, Path kept)
            throws IOException, RunnerException {
        JmhRun jmh = new JmhRun(quick, Files.createTempFile("benchmarks", ".log"));
        Set<BenchmarkMethod> methods = new LinkedHashSet<>();
        subjects.stream()
                .flatMap(subject -> subject.rows().stream())
                .filter(row -> !(quick && row.fullOnly()))
                .filter(row -> row.matches(text -> filter.matcher(text).find()))
                .flatMap(Row::methods)
                .forEach(methods::add);
        int number = 0;
        for (BenchmarkMethod method : methods) {
            System.out.printf("%d of %d: %s ", ++number, methods.size(), method.text());
            long begun = System.nanoTime();
            Optional<Measurement> measured = jmh.measure(method);
            if (measured.isPresent()) {
                measurements.put(method, measured.get());
                measurements.write(kept); // at once: a run that is stopped can be gone on with by --add
            }
            System.out.printf(
                    "%s, in %d s%n",
                    measured.map(Measurement::text).orElse("is not here"),
                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun));
        }
    }

    private void report(List<Subject> subjects, Measurements measurements) throws IOException {
        Report report = new Report(subjects, measurements, command);
        report.writeCharts(output);
        Files.writeString(output.resolve("results.md"), report.text(""));
        if (into.isPresent()) {
            report.replaceIn(into.get(), output);
        }
        System.out.println("\n" + report.text(""));
    }
}
