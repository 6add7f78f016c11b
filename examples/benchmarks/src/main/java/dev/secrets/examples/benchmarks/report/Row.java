package dev.secrets.examples.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One row of the table. Immutable: each method returns a row with more in it.
 *
 * @param what is measured, for a person
 * @param method measures it
 * @param beside floors and peers
 * @param targets what it must come to
 * @param fullOnly whether it takes too long for the quick form
 */
record Row(String what, BenchmarkMethod method, List<Beside> beside, List<Target> targets, boolean fullOnly) {
    static Row of(String what, String method) {
        return new Row(what, BenchmarkMethod.of(method), List.of(), List.of(), false);
    }

    /** Adds what the machine can do at best. Targets that follow are judged by it. */
    Row floor(String label, String method) {
        return besides(new Beside(label, BenchmarkMethod.of(method), true));
    }

    /** Adds what a user would pick instead. Targets that follow are judged by it. */
    Row peer(String label, String method) {
        return besides(new Beside(label, BenchmarkMethod.of(method), false));
    }

    Row atMostTimes(double times) {
        return target(Target.atMostTimes(times, latest()));
    }

    Row atLeastTimesFaster(double times) {
        return target(Target.atLeastTimesFaster(times, latest()));
    }

    Row atMostNanosOnTop(double nanos) {
        return target(Target.atMostOnTop(nanos, Unit.NANOSECONDS, latest()));
    }

    Row atMostAllocatedOnTop(double bytes) {
        return target(Target.atMostAllocatedOnTop(bytes, latest()));
    }

    Row atMostAllocated(double bytes) {
        return target(Target.atMostAllocated(bytes));
    }

    Row atMostNanos(double nanos) {
        return target(Target.atMost(nanos, Unit.NANOSECONDS));
    }

    Row atMostBytes(double bytes) {
        return target(Target.atMost(bytes, Unit.BYTES));
    }

    /** Has the row in the full form alone. */
    Row inFull() {
        return new Row(what, method, beside, targets, true);
    }

    private Beside latest() {
        return beside.get(beside.size() - 1);
    }

    private Row besides(Beside another) {
        return new Row(what, method, with(beside, another), targets, fullOnly);
    }

    private Row target(Target another) {
        return new Row(what, method, beside, with(targets, another), fullOnly);
    }

    private static <T> List<T> with(List<T> list, T another) {
        List<T> longer = new ArrayList<>(list);
        longer.add(another);
        return List.copyOf(longer);
    }

    /** Returns everything that has to be measured for it, what belongs side by side in succession. */
    Stream<BenchmarkMethod> methods() {
        return Stream.concat(Stream.of(method), beside.stream().map(Beside::method));
    }

    boolean matches(Function<String, Boolean> filter) {
        return filter.apply(what) || methods().map(BenchmarkMethod::text).anyMatch(filter::apply);
    }
}
