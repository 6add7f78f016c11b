package dev.secrets.examples.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** What was measured, by method; kept in a file of tabbed lines, so that runs of some rows can be put together. */
final class Measurements {
    private static final String ABSENT = "-";

    private final Map<String, Measurement> byMethod = new LinkedHashMap<>();

    static Measurements read(Path file) throws IOException {
        Measurements measurements = new Measurements();
        if (Files.exists(file)) {
            Files.readAllLines(file).forEach(measurements::parse);
        }
        return measurements;
    }

    private void parse(String line) {
        String[] fields = line.split("\t");
        OptionalDouble allocated =
                fields[3].equals(ABSENT) ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(fields[3]));
        byMethod.put(fields[0], new Measurement(Double.parseDouble(fields[1]), Unit.valueOf(fields[2]), allocated));
    }

    void write(Path file) throws IOException {
        List<String> lines = byMethod.entrySet().stream()
                .map(entry -> line(entry.getKey(), entry.getValue()))
                .toList();
        Files.write(file, lines);
    }

    private static String line(String method, Measurement measurement) {
        String allocated = measurement.allocated().isPresent()
                ? Double.toString(measurement.allocated().getAsDouble())
                : ABSENT;
        return String.join(
                "\t",
                method,
                Double.toString(measurement.value()),
                measurement.unit().name(),
                allocated);
    }

    void put(BenchmarkMethod method, Measurement measurement) {
        byMethod.put(method.text(), measurement);
    }

    Optional<Measurement> find(BenchmarkMethod method) {
        return Optional.ofNullable(byMethod.get(method.text()));
    }
}
