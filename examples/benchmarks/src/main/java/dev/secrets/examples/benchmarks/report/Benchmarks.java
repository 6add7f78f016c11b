package dev.secrets.examples.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Measures everything and writes a table and charts: {@code java -jar benchmarks.jar [--quick] [--add] [--output DIRECTORY]
 * [FILTER]}.
 *
 * <p>{@code --quick} takes at most ten minutes on two cores: smaller sizes, one fork, no million-row rows. The filter, a regular
 * expression, chooses the rows whose text or methods it is found in. {@code --add} keeps what an earlier run with the same output
 * has measured. The output, by default {@code benchmark-results}, is made if there is none.
 */
public final class Benchmarks {
    private final boolean quick;
    private final boolean add;
    private final Path output;
    private final Pattern filter;
    private final String command;

    private Benchmarks(List<String> arguments) {
        List<String> left = new ArrayList<>(arguments);
        command = ("java -jar examples/benchmarks/target/benchmarks.jar " + String.join(" ", arguments)).strip();
        quick = left.remove("--quick");
        add = left.remove("--add");
        output = Path.of(valueOf("--output", left).orElse("benchmark-results"));
        filter = Pattern.compile(left.isEmpty() ? "" : left.remove(0));
        if (!left.isEmpty()) {
            throw new IllegalArgumentException("Not understood: " + String.join(" ", left));
        }
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
        measure(subjects, measurements);
        measurements.write(kept);
        report(subjects, measurements);
    }

    private void measure(List<Subject> subjects, Measurements measurements) throws RunnerException {
        JmhRun jmh = new JmhRun(quick, output.resolve("jmh.log"));
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
            Optional<Measurement> measured = jmh.measure(method);
            measured.ifPresent(measurement -> measurements.put(method, measurement));
            System.out.println(measured.map(Measurement::text).orElse("is not here"));
        }
    }

    private void report(List<Subject> subjects, Measurements measurements) throws IOException {
        StringBuilder text = new StringBuilder();
        text.append("Medians, on ").append(Machine.text()).append(", ").append(LocalDate.now(ZoneOffset.UTC));
        text.append(", by `").append(command).append("`.\n");
        for (Subject subject : subjects) {
            BarChart chart = new BarChart(subject.title(), subject.rows(), measurements);
            if (!chart.isEmpty()) {
                Files.writeString(output.resolve(subject.name() + ".svg"), chart.svg());
                text.append("\n### ").append(subject.title()).append("\n\n");
                text.append(new MarkdownTable(measurements).text(subject.rows()));
            }
        }
        Files.writeString(output.resolve("results.md"), text);
        System.out.println("\n" + text);
    }
}
