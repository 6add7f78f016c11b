package dev.secrets.schedule;

import static dev.secrets.schedule.Schedules.NO_BASE;
import static dev.secrets.schedule.Schedules.at;
import static dev.secrets.schedule.Schedules.schedule;
import static dev.secrets.schedule.Schedules.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.model.InvalidParameterException;
import dev.secrets.model.RotationRules;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RotationScheduleTest {
    @Test
    @Tag("ROT-25")
    void of_bothKindsOfRule_isRefusedInTheServicesWords() {
        RotationRules both = RotationRules.afterDays(30).scheduleExpression("rate(10 days)");
        assertThatThrownBy(() -> RotationSchedule.of(both))
                .isExactlyInstanceOf(InvalidParameterException.class)
                .hasMessage("You cannot specify both rotation frequency and schedule expression together.");
    }

    @Test
    void of_neitherKindOfRule_isRefused() {
        RotationRules neither = new RotationRules(Optional.empty(), Optional.of("2h"), Optional.empty());
        assertThatThrownBy(() -> RotationSchedule.of(neither))
                .isExactlyInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("either a rotation frequency or a schedule expression");
    }

    @Tag("SCHED-18")
    @ParameterizedTest
    @CsvSource({
        "cron(0 10 * * ? *), 2026-02-15T10:00:00Z, 2026-02-16T00:00:00Z",
        "cron(0 23 * * ? *), 2026-02-14T23:00:00Z, 2026-02-15T00:00:00Z",
        "cron(0 0 L * ? *), 2026-02-28T00:00:00Z, 2026-03-01T00:00:00Z",
        "rate(10 days), 2026-02-24T00:00:00Z, 2026-02-25T00:00:00Z"
    })
    void next_scheduleInDays_lastsToMidnight(String expression, String start, String end) {
        Instant now = at("2026-02-14T12:00:00Z");
        assertThat(schedule(expression).next(now, now)).isEqualTo(window(start, end));
    }

    @Tag("SCHED-19")
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "rate(8 hours); 2026-02-14T16:00:00Z; 2026-02-14T17:00:00Z",
                "rate(21 hours); 2026-02-15T00:00:00Z; 2026-02-15T01:00:00Z",
                "rate(22 hours); 2026-02-15T00:00:00Z; 2026-02-15T01:00:00Z",
                "rate(23 hours); 2026-02-15T00:00:00Z; 2026-02-15T01:00:00Z",
                "cron(0 8/8 * * ? *); 2026-02-14T16:00:00Z; 2026-02-14T17:00:00Z",
                "cron(0 8,20 * * ? *); 2026-02-14T20:00:00Z; 2026-02-14T21:00:00Z"
            })
    void next_scheduleInHours_lastsAnHour(String expression, String start, String end) {
        assertThat(schedule(expression).next(NO_BASE, at("2026-02-14T12:00:00Z")))
                .isEqualTo(window(start, end));
    }

    @Test
    @Tag("SCHED-20")
    void next_withDuration_endsSoManyHoursAfterItsStart() {
        RotationSchedule schedule = schedule("cron(0 16 1,15 * ? *)", "2h");
        assertThat(schedule.next(NO_BASE, at("2026-02-02T00:00:00Z")))
                .isEqualTo(window("2026-02-15T16:00:00Z", "2026-02-15T18:00:00Z"));
    }

    @Tag("SCHED-20")
    @ParameterizedTest
    @CsvSource({"16, 8h, 9h", "0, 24h, 25h", "23, 1h, 2h"})
    void of_durationPastMidnight_isRefused(int hour, String longest, String tooLong) {
        String expression = "cron(0 " + hour + " * * ? *)";
        assertThat(schedule(expression, longest)
                        .next(NO_BASE, at("2026-02-13T23:59:59Z"))
                        .end())
                .isEqualTo("2026-02-15T00:00:00Z");
        refusedDuration(expression, tooLong);
    }

    @Tag("SCHED-21")
    @ParameterizedTest
    @CsvSource({"rate(4 hours), 4h, 5h", "rate(7 hours), 7h, 8h", "rate(10 hours), 4h, 5h", "rate(24 hours), 24h, 25h"})
    void of_durationLongerThanTheGapOfARate_isRefused(String expression, String longest, String tooLong) {
        assertThat(schedule(expression, longest)).isNotNull();
        refusedDuration(expression, tooLong);
    }

    @Tag("SCHED-21")
    @ParameterizedTest
    @CsvSource({"2/10, 2h, 3h", "8/8, 8h, 9h", "'0,5', 5h, 6h", "'0,12,20', 4h, 5h"})
    void of_durationLongerThanTheGapOfACron_isRefused(String hours, String longest, String tooLong) {
        String expression = "cron(0 " + hours + " * * ? *)";
        assertThat(schedule(expression, longest)).isNotNull();
        refusedDuration(expression, tooLong);
    }

    @Tag("SCHED-22")
    @ParameterizedTest
    @ValueSource(strings = {"0h", "00h", "25h", "99h"})
    void of_durationOutOfRange_isRefused(String duration) {
        refusedDuration("cron(0 0 1 * ? *)", duration).hasMessageContaining("between 1h and 24h; found " + duration);
        assertThatThrownBy(() -> RotationSchedule.of(RotationRules.afterDays(30).duration(duration)))
                .isExactlyInstanceOf(InvalidParameterException.class);
    }

    @Test
    @Tag("SCHED-23")
    void nextRotationDate_thirtyDays_isTheLastSecondOfThatDay() {
        RotationSchedule schedule = RotationSchedule.of(RotationRules.afterDays(30));
        Instant changed = at("2026-02-03T10:11:12.345Z");
        assertThat(schedule.nextRotationDate(changed, changed)).isEqualTo("2026-03-05T23:59:59Z");
    }

    @Test
    @Tag("SCHED-23")
    void nextRotationDate_daysWithDuration_isInTheFirstHoursOfThatDay() {
        RotationSchedule schedule =
                RotationSchedule.of(RotationRules.afterDays(30).duration("3h"));
        Instant changed = at("2026-02-03T23:59:59.999Z");
        assertThat(schedule.nextRotationDate(changed, changed)).isEqualTo("2026-03-05T02:59:59Z");
    }

    @Test
    void nextRotationDate_cronWithDuration_isASecondBeforeTheWindowsEnd() {
        Instant now = at("2026-02-02T00:00:00Z");
        assertThat(schedule("cron(0 16 1,15 * ? *)", "2h").nextRotationDate(now, now))
                .isEqualTo("2026-02-15T17:59:59Z");
    }

    @Tag("SCHED-28")
    @ParameterizedTest
    @CsvSource({
        "2028-01-30T12:00:00Z, 30, 2028-02-29T23:59:59Z",
        "2027-01-30T12:00:00Z, 30, 2027-03-01T23:59:59Z",
        "2026-12-31T23:59:59Z, 1, 2027-01-01T23:59:59Z",
        "2027-03-01T00:00:00Z, 1000, 2029-11-25T23:59:59Z"
    })
    void nextRotationDate_overLeapDayOrYearsEnd_countsDays(String base, int days, String expected) {
        RotationSchedule schedule = RotationSchedule.of(RotationRules.afterDays(days));
        assertThat(schedule.nextRotationDate(at(base), at(base))).isEqualTo(expected);
    }

    @Test
    @Tag("SCHED-24")
    void next_daysAfterAManualChange_countFromIt() {
        RotationSchedule schedule = RotationSchedule.of(RotationRules.afterDays(10));
        Instant now = at("2026-02-14T12:00:00Z");
        assertThat(schedule.next(at("2026-02-10T00:00:00Z"), now).start()).isEqualTo("2026-02-20T00:00:00Z");
        assertThat(schedule.next(now, now).start()).isEqualTo("2026-02-24T00:00:00Z");
    }

    @Test
    @Tag("SCHED-24")
    void next_cron_ignoresTheBase() {
        RotationSchedule schedule = schedule("cron(0 16 1,15 * ? *)");
        Instant now = at("2026-02-14T12:00:00Z");
        assertThat(schedule.next(at("2001-01-01T00:00:00Z"), now)).isEqualTo(schedule.next(now, now));
    }

    @Tag("SCHED-25")
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "cron(0 16 1,15 * ? *); 14",
                "cron(0 10 * * ? *); 1",
                "cron(0 8/8 1 * ? *); 1",
                "cron(0 18 ? * SAT *); 7",
                "cron(0 18 ? * MON,THU *); 3",
                "cron(0 18 ? * MON-FRI *); 1",
                "cron(0 17 L * ? *); 28",
                "cron(0 17 1 * ? *); 28",
                "cron(0 17 1 1/3 ? *); 90",
                "cron(0 0 ? * SUN#1 *); 28",
                "cron(0 0 1 1 ? *); 365",
                "cron(0 0 29 2 ? *); 1000",
                "cron(0 0 ? 2 SUN#5 *); 1000",
                "rate(4 hours); 1",
                "rate(48 hours); 2",
                "rate(10 days); 10",
                "rate(999 days); 999"
            })
    void automaticallyAfterDays_expression_isTheShortestIntervalInDays(String expression, long days) {
        assertThat(schedule(expression).automaticallyAfterDays()).isEqualTo(days);
    }

    @Test
    void automaticallyAfterDays_rulesInDays_areThose() {
        assertThat(RotationSchedule.of(RotationRules.afterDays(1000)).automaticallyAfterDays())
                .isEqualTo(1000);
    }

    @Test
    @Tag("SCHED-26")
    void next_newRulesForALongUnchangedSecret_isNeverOver() {
        Instant base = at("2026-01-01T12:00:00Z");
        Instant now = at("2026-02-14T12:00:00Z");
        assertThat(RotationSchedule.of(RotationRules.afterDays(10)).next(base, now))
                .isEqualTo(window("2026-02-14T00:00:00Z", "2026-02-15T00:00:00Z"));
        assertThat(RotationSchedule.of(RotationRules.afterDays(10).duration("12h"))
                        .next(base, now))
                .isEqualTo(window("2026-02-15T00:00:00Z", "2026-02-15T12:00:00Z"));
    }

    @Test
    void next_onTheDueDay_isTheOpenWindow() {
        Instant base = at("2026-02-04T12:00:00Z");
        RotationSchedule schedule = RotationSchedule.of(RotationRules.afterDays(10));
        assertThat(schedule.next(base, at("2026-02-14T23:59:59.999Z")))
                .isEqualTo(window("2026-02-14T00:00:00Z", "2026-02-15T00:00:00Z"));
    }

    @Test
    void next_insideAnOpenWindowOfACron_isTheOneAfter() {
        RotationSchedule schedule = schedule("cron(0 16 * * ? *)", "2h");
        assertThat(schedule.next(NO_BASE, at("2026-02-14T16:00:00Z")).start()).isEqualTo("2026-02-15T16:00:00Z");
        assertThat(schedule.next(NO_BASE, at("2026-02-14T15:59:59.999999999Z")).start())
                .isEqualTo("2026-02-14T16:00:00Z");
    }

    @Tag("SCHED-27")
    @ParameterizedTest
    @CsvSource({
        "2026-02-15T15:59:59.999Z, false",
        "2026-02-15T16:00:00Z, true",
        "2026-02-15T17:59:59.999Z, true",
        "2026-02-15T18:00:00Z, false",
        "2026-02-16T16:30:00Z, false"
    })
    void openAt_cron_isTheWindowItself(String moment, boolean open) {
        Optional<Window> window = schedule("cron(0 16 1,15 * ? *)", "2h").openAt(NO_BASE, at(moment));
        assertThat(window)
                .isEqualTo(
                        open ? Optional.of(window("2026-02-15T16:00:00Z", "2026-02-15T18:00:00Z")) : Optional.empty());
    }

    @Tag("SCHED-27")
    @ParameterizedTest
    @CsvSource({
        "2026-02-13T01:00:00Z, ",
        "2026-02-14T00:00:00Z, 2026-02-14T00:00:00Z",
        "2026-02-14T01:59:59.999Z, 2026-02-14T00:00:00Z",
        "2026-02-14T02:00:00Z, ",
        "2026-02-20T01:00:00Z, 2026-02-20T00:00:00Z"
    })
    void openAt_days_isEachDayFromTheDueOne(String moment, String start) {
        RotationSchedule schedule =
                RotationSchedule.of(RotationRules.afterDays(10).duration("2h"));
        assertThat(schedule.openAt(at("2026-02-04T12:00:00Z"), at(moment)).map(Window::start))
                .isEqualTo(Optional.ofNullable(start).map(Schedules::at));
    }

    @Test
    void window_endNotAfterItsStart_isRefused() {
        Instant start = at("2026-02-14T00:00:00Z");
        assertThatThrownBy(() -> new Window(start, start)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new Window(start, start.plus(Duration.ofHours(1))).contains(start))
                .isTrue();
    }

    private static AbstractThrowableAssert<?, ?> refusedDuration(String expression, String duration) {
        return assertThatThrownBy(() -> schedule(expression, duration))
                .as(expression + " " + duration)
                .isExactlyInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("Duration");
    }
}
