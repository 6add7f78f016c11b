package dev.secrets.examples.benchmarks.report;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A benchmark method, written {@code PolicyBenchmark.allow}; with parameters, {@code PolicyBenchmark.allow(statements=100)}; and
 * with a counter of its own in place of its time, {@code MemoryBenchmark.inMemory#bytesPerSecret}.
 *
 * @param text as it is written
 * @param name the class and the method
 * @param parameters the values of JMH's parameters
 * @param counter the field of the benchmark's auxiliary counters
 */
record BenchmarkMethod(String text, String name, Map<String, String> parameters, Optional<String> counter) {
    private static final Pattern FORM = Pattern.compile("(\\w+\\.\\w+)(?:\\(([^)]*)\\))?(?:#(\\w+))?");

    static BenchmarkMethod of(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("No benchmark method: " + text);
        }
        return new BenchmarkMethod(
                text,
                matcher.group(1),
                parametersOf(Optional.ofNullable(matcher.group(2))),
                Optional.ofNullable(matcher.group(3)));
    }

    private static Map<String, String> parametersOf(Optional<String> list) {
        Map<String, String> parameters = new TreeMap<>();
        list.stream()
                .flatMap(text -> Arrays.stream(text.split(", *")))
                .map(pair -> pair.split("=", 2))
                .forEach(pair -> parameters.put(pair[0], pair[1]));
        return parameters;
    }
}
