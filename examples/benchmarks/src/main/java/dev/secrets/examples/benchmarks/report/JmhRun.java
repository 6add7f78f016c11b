package dev.secrets.examples.benchmarks.report;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Measures benchmark methods by JMH, each in JVMs of its own, which warm up and measure as often as the class asks for, if it does. */
final class JmhRun {
    private static final String PACKAGE = "dev.secrets.examples.benchmarks.";
    private static final String ALLOCATION = "gc.alloc.rate.norm";

    /**
     * What every measuring JVM starts with; a class that needs another heap appends its own. The heap is in memory before the
     * measurement: on a virtual machine, the first use of a page takes longer than most of what is measured here.
     */
    private static final List<String> HEAP = List.of("-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch");

    private final boolean quick;
    private final Path log;
    private final Map<String, BenchmarkListEntry> present;

    /**
     * Prepares runs.
     *
     * @param log takes what JMH prints of a run
     */
    JmhRun(boolean quick, Path log) {
        this.quick = quick;
        this.log = log;
        this.present = BenchmarkList.defaultList()
                .getAll(OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), List.of())
                .stream()
                .collect(Collectors.toUnmodifiableMap(BenchmarkListEntry::getUsername, Function.identity()));
    }

    /** Returns what the method comes to; nothing if there is no such method here, or it can't run on this machine. */
    Optional<Measurement> measure(BenchmarkMethod method) throws RunnerException {
        BenchmarkListEntry entry = present.get(PACKAGE + method.name());
        if (entry == null) {
            return Optional.empty();
        }
        ChainedOptionsBuilder options = options(method);
        options.warmupIterations(warmups(entry));
        if (!entry.getMeasurementIterations().hasValue()) {
            options.measurementIterations(quick ? 3 : 5).measurementTime(TimeValue.milliseconds(quick ? 300 : 600));
        }
        Collection<RunResult> results = new Runner(options.build()).run();
        return results.stream().findFirst().flatMap(result -> measurement(method, result));
    }

    /** A quick run makes do with two thirds of what a class asks for. */
    private int warmups(BenchmarkListEntry entry) {
        if (!entry.getWarmupIterations().hasValue()) {
            return quick ? 3 : 8;
        }
        int asked = entry.getWarmupIterations().get();
        return quick ? (2 * asked + 2) / 3 : asked;
    }

    private ChainedOptionsBuilder options(BenchmarkMethod method) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .forks(quick ? 1 : 2)
                .warmupTime(TimeValue.milliseconds(quick ? 400 : 1_000))
                .include("^" + (PACKAGE + method.name()).replace(".", "\\.") + "$")
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(false)
                .output(log.toString())
                .jvmArgsPrepend(jvmOptions());
        method.parameters().forEach(options::param);
        return options;
    }

    private String[] jvmOptions() {
        return Stream.concat(HEAP.stream(), Stream.of("-D" + Size.QUICK_PROPERTY + "=" + quick))
                .toArray(String[]::new);
    }

    private static Optional<Measurement> measurement(BenchmarkMethod method, RunResult result) {
        Optional<Result<?>> counted =
                method.counter().map(counter -> result.getSecondaryResults().get(counter));
        if (method.counter().isPresent()) {
            return counted.map(bytes -> new Measurement(median(bytes), Unit.BYTES, OptionalDouble.empty()));
        }
        Result<?> primary = result.getPrimaryResult();
        Result<?> allocation = result.getSecondaryResults().get(ALLOCATION);
        OptionalDouble allocated = allocation == null ? OptionalDouble.empty() : OptionalDouble.of(median(allocation));
        return Optional.of(inBaseUnit(median(primary), primary.getScoreUnit(), allocated));
    }

    private static double median(Result<?> result) {
        return result.getStatistics().getPercentile(50);
    }

    private static Measurement inBaseUnit(double value, String unit, OptionalDouble allocated) {
        return unit.startsWith("ops/")
                ? new Measurement(value / nanos(unit.substring(4)) * 1e9, Unit.PER_SECOND, allocated)
                : new Measurement(value * nanos(unit.substring(0, unit.indexOf('/'))), Unit.NANOSECONDS, allocated);
    }

    private static double nanos(String unit) {
        return switch (unit) {
            case "ns" -> 1;
            case "us" -> 1e3;
            case "ms" -> 1e6;
            case "s" -> 1e9;
            default -> throw new IllegalArgumentException("An unknown unit of time: " + unit);
        };
    }
}
