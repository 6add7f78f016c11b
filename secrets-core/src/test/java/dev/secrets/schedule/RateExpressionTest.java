package dev.secrets.schedule;

import static dev.secrets.schedule.Schedules.at;
import static dev.secrets.schedule.Schedules.openings;
import static dev.secrets.schedule.Schedules.refused;
import static dev.secrets.schedule.Schedules.schedule;
import static dev.secrets.schedule.Schedules.window;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RateExpressionTest {
    @Test
    @Tag("SCHED-01")
    void next_fourHours_opensSixTimesADay() {
        assertThat(openings(schedule("rate(4 hours)"), "2026-12-31T15:20:00Z", 4))
                .containsExactly("2026-12-31T16:00", "2026-12-31T20:00", "2027-01-01T00:00", "2027-01-01T04:00");
    }

    @Tag("SCHED-01")
    @ParameterizedTest
    @ValueSource(strings = {"0 hours", "1 hour", "3 hours"})
    void parse_lessThanFourHours_isRefused(String rate) {
        refused("rate(" + rate + ")").hasMessageContaining("at least 4");
    }

    @Tag("SCHED-02")
    @ParameterizedTest
    @CsvSource({"1 day, 1", "1 days, 1", "10 days, 10", "10 day, 10", "999 days, 999"})
    void next_days_opensOnTheDateThatManyDaysAfterTheBase(String rate, int days) {
        Instant base = at("2026-02-03T15:04:05Z");
        Instant start = at("2026-02-03T00:00:00Z").plus(Duration.ofDays(days));
        assertThat(schedule("rate(" + rate + ")").next(base, base))
                .isEqualTo(new Window(start, start.plus(Duration.ofDays(1))));
    }

    @Tag("SCHED-02")
    @ParameterizedTest
    @ValueSource(strings = {"0 days", "1000 days", "999999999 days", "24000 hours"})
    void parse_daysOutOfRange_isRefused(String rate) {
        refused("rate(" + rate + ")").hasMessageContaining("between 1 and 999 days");
    }

    @Tag("SCHED-03")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "60 minutes",
                "2 weeks",
                "1 month",
                "10",
                "days",
                "",
                "10  days",
                " 10 days",
                "10 days ",
                "-1 days",
                "10 DAYS",
                "1e3 days",
                "9999999999 days"
            })
    void parse_otherUnitOrForm_isRefused(String rate) {
        refused("rate(" + rate + ")");
    }

    @Test
    void next_hoursThatDoNotFillTheDay_restartAtMidnight() {
        assertThat(openings(schedule("rate(10 hours)"), "2026-02-14T00:00:00Z", 4))
                .containsExactly("2026-02-14T10:00", "2026-02-14T20:00", "2026-02-15T00:00", "2026-02-15T10:00");
    }

    @Test
    @Tag("SCHED-01")
    void next_openingCloseToMidnight_isLeftOut() {
        assertThat(openings(schedule("rate(7 hours)"), "2026-02-14T00:00:00Z", 4))
                .containsExactly("2026-02-14T07:00", "2026-02-14T14:00", "2026-02-15T00:00", "2026-02-15T07:00");
        assertThat(openings(schedule("rate(23 hours)"), "2026-02-14T00:00:00Z", 2))
                .containsExactly("2026-02-15T00:00", "2026-02-16T00:00");
    }

    @Test
    void next_hoursThatMakeDays_countFromTheBaseAndLastOneHour() {
        Instant base = at("2026-02-03T15:04:05Z");
        assertThat(schedule("rate(24 hours)").next(base, base))
                .isEqualTo(window("2026-02-04T00:00:00Z", "2026-02-04T01:00:00Z"));
        assertThat(schedule("rate(48 hours)", "3h").next(base, base))
                .isEqualTo(window("2026-02-05T00:00:00Z", "2026-02-05T03:00:00Z"));
    }

    @Test
    void parse_hoursBetweenWholeDays_isRefused() {
        refused("rate(36 hours)").hasMessageContaining("whole number of days");
    }
}
