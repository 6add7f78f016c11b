package dev.secrets.schedule;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.model.InvalidParameterException;
import dev.secrets.model.RotationRules;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;

/** Short words for the tests of this package. */
final class Schedules {
    /** The base of schedules that ignore it. */
    static final Instant NO_BASE = Instant.EPOCH;

    private Schedules() {}

    static RotationSchedule schedule(String expression) {
        return RotationSchedule.of(RotationRules.schedule(expression));
    }

    static RotationSchedule schedule(String expression, String duration) {
        return RotationSchedule.of(RotationRules.schedule(expression).duration(duration));
    }

    static Instant at(String text) {
        return Instant.parse(text);
    }

    static Window window(String start, String end) {
        return new Window(at(start), at(end));
    }

    /** The first openings after a moment, to the minute. */
    static List<String> openings(RotationSchedule schedule, String after, int count) {
        Instant first = schedule.next(NO_BASE, at(after)).start();
        return Stream.iterate(first, start -> schedule.next(NO_BASE, start).start())
                .limit(count)
                .map(start -> start.toString().substring(0, "2026-01-01T00:00".length()))
                .toList();
    }

    static AbstractThrowableAssert<?, ?> refused(String expression) {
        return assertThatThrownBy(() -> schedule(expression))
                .as(expression)
                .isExactlyInstanceOf(InvalidParameterException.class);
    }
}
