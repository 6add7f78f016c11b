package dev.secrets.examples.benchmarks.report;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiPredicate;

/**
 * What a row must come to.
 *
 * @param text as a person reads it
 * @param beside what it is judged by, if not by itself
 * @param check whether the row's own measurement reaches it, beside the other
 */
record Target(String text, Optional<BenchmarkMethod> beside, BiPredicate<Measurement, Measurement> check) {
    /** At most so many times as costly. */
    static Target atMostTimes(double times, Beside other) {
        return new Target(
                "at most " + plain(times) + " × " + other.label(),
                Optional.of(other.method()),
                (own, theirs) -> own.cost() <= times * theirs.cost());
    }

    /** At least so many times as fast. */
    static Target atLeastTimesFaster(double times, Beside other) {
        return new Target(
                "at least " + plain(times) + " × as fast as " + other.label(),
                Optional.of(other.method()),
                (own, theirs) -> own.cost() * times <= theirs.cost());
    }

    /** At most so much more. */
    static Target atMostOnTop(double most, Unit unit, Beside other) {
        return new Target(
                "at most " + unit.text(most) + " on top of " + other.label(),
                Optional.of(other.method()),
                (own, theirs) -> own.value() <= theirs.value() + most);
    }

    /** At most so many bytes more allocated. */
    static Target atMostAllocatedOnTop(double bytes, Beside other) {
        return new Target(
                "at most " + Unit.BYTES.text(bytes) + " allocated on top",
                Optional.of(other.method()),
                (own, theirs) -> onTop(own.allocated(), theirs.allocated()) <= bytes);
    }

    private static double onTop(OptionalDouble own, OptionalDouble theirs) {
        return own.orElse(Double.POSITIVE_INFINITY) - theirs.orElse(0);
    }

    /** At most so many bytes allocated. */
    static Target atMostAllocated(double bytes) {
        return new Target(
                "at most " + Unit.BYTES.text(bytes) + " allocated",
                Optional.empty(),
                (own, itself) -> own.allocated().orElse(Double.POSITIVE_INFINITY) <= bytes);
    }

    /** At most so much. */
    static Target atMost(double most, Unit unit) {
        return new Target("at most " + unit.text(most), Optional.empty(), (own, itself) -> own.value() <= most);
    }

    /** Returns whether it is reached; nothing if something was not measured. */
    Optional<Boolean> isMet(BenchmarkMethod own, Measurements measurements) {
        return measurements
                .find(own)
                .flatMap(mine -> measurements.find(beside.orElse(own)).map(theirs -> check.test(mine, theirs)));
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Unit.rounded(number);
    }
}
