package dev.secrets.schedule;

import static dev.secrets.schedule.Schedules.NO_BASE;
import static dev.secrets.schedule.Schedules.at;
import static dev.secrets.schedule.Schedules.openings;
import static dev.secrets.schedule.Schedules.refused;
import static dev.secrets.schedule.Schedules.schedule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CronExpressionTest {
    @Tag("SCHED-04")
    @ParameterizedTest
    @ValueSource(strings = {"1", "30", "*", "?", "/15", "0,30", "0-0", "00"})
    void parse_minutesOtherThanZero_isRefused(String minutes) {
        refused("cron(" + minutes + " 10 * * ? *)").hasMessageContaining("minutes must be 0");
    }

    @Tag("SCHED-04")
    @ParameterizedTest
    @ValueSource(strings = {"2026", "?", "2026-2030", "2026/2"})
    void parse_yearOtherThanStar_isRefused(String year) {
        refused("cron(0 10 * * ? " + year + ")").hasMessageContaining("year must be '*'");
    }

    @Tag("SCHED-05")
    @ParameterizedTest
    @ValueSource(strings = {"1 * MON", "* * *", "? * ?", "1 * *", "* * MON", "L * SUNL"})
    void parse_bothDayFieldsOrNeither_isRefused(String days) {
        refused("cron(0 10 " + days + " *)")
                .hasMessageContaining("exactly one of day-of-month and day-of-week must be '?'");
    }

    @Test
    @Tag("SCHED-06")
    void next_daily_opensEachDay() {
        assertThat(openings(schedule("cron(0 10 * * ? *)"), "2026-02-14T10:00:00Z", 3))
                .containsExactly("2026-02-15T10:00", "2026-02-16T10:00", "2026-02-17T10:00");
    }

    @Test
    @Tag("SCHED-07")
    void next_onSaturdays_opensWeekly() {
        assertThat(openings(schedule("cron(0 18 ? * SAT *)"), "2026-02-14T17:59:59.999Z", 2))
                .containsExactly("2026-02-14T18:00", "2026-02-21T18:00");
    }

    @Test
    @Tag("SCHED-07")
    void next_onWeekdays_skipsTheWeekend() {
        assertThat(openings(schedule("cron(0 18 ? * MON-FRI *)"), "2026-02-12T18:00:00Z", 3))
                .containsExactly("2026-02-13T18:00", "2026-02-16T18:00", "2026-02-17T18:00");
    }

    @Test
    @Tag("SCHED-08")
    @Tag("SCHED-28")
    void next_onLastDay_followsTheMonthsLengths() {
        assertThat(openings(schedule("cron(0 17 L * ? *)"), "2027-12-01T00:00:00Z", 5))
                .containsExactly(
                        "2027-12-31T17:00",
                        "2028-01-31T17:00",
                        "2028-02-29T17:00",
                        "2028-03-31T17:00",
                        "2028-04-30T17:00");
    }

    @Test
    @Tag("SCHED-09")
    void next_onFirstSunday_opensMonthly() {
        assertThat(openings(schedule("cron(0 0 ? * SUN#1 *)"), "2026-02-14T00:00:00Z", 3))
                .containsExactly("2026-03-01T00:00", "2026-04-05T00:00", "2026-05-03T00:00");
    }

    @Test
    @Tag("SCHED-09")
    void next_onFirstSundayOfAQuarter_opensQuarterly() {
        assertThat(openings(schedule("cron(0 0 ? 1/3 SUN#1 *)"), "2026-02-14T00:00:00Z", 4))
                .containsExactly("2026-04-05T00:00", "2026-07-05T00:00", "2026-10-04T00:00", "2027-01-03T00:00");
    }

    @Test
    @Tag("SCHED-10")
    void next_twiceAMonth_opensOnBothDays() {
        assertThat(openings(schedule("cron(0 16 1,15 * ? *)"), "2026-02-14T12:34:56Z", 3))
                .containsExactly("2026-02-15T16:00", "2026-03-01T16:00", "2026-03-15T16:00");
    }

    @Tag("SCHED-11")
    @ParameterizedTest
    @ValueSource(strings = {"/8", "0/8", "*/8", "0,8,16", "0-16/8"})
    void next_everyEightHours_opensThreeTimesADay(String hours) {
        assertThat(openings(schedule("cron(0 " + hours + " * * ? *)"), "2026-02-14T00:00:00Z", 4))
                .containsExactly("2026-02-14T08:00", "2026-02-14T16:00", "2026-02-15T00:00", "2026-02-15T08:00");
    }

    @Test
    @Tag("SCHED-11")
    void next_everyEightHoursFromEight_opensTwiceADay() {
        assertThat(openings(schedule("cron(0 8/8 * * ? *)"), "2026-02-14T00:00:00Z", 3))
                .containsExactly("2026-02-14T08:00", "2026-02-14T16:00", "2026-02-15T08:00");
    }

    @Test
    @Tag("SCHED-12")
    void next_incrementsThatDoNotFillTheDay_restartDaily() {
        assertThat(openings(schedule("cron(0 2/10 * * ? *)"), "2026-02-14T00:00:00Z", 4))
                .containsExactly("2026-02-14T02:00", "2026-02-14T12:00", "2026-02-14T22:00", "2026-02-15T02:00");
    }

    @Tag("SCHED-13")
    @ParameterizedTest
    @CsvSource({
        "1, SUN, 2026-02-15",
        "2, MON, 2026-02-16",
        "3, TUE, 2026-02-17",
        "4, WED, 2026-02-18",
        "5, THU, 2026-02-19",
        "6, FRI, 2026-02-20",
        "7, SAT, 2026-02-21"
    })
    void next_onNumberedWeekday_countsFromSunday(String number, String name, String day) {
        String after = "2026-02-14T08:00:00Z";
        assertThat(openings(schedule("cron(0 8 ? * " + number + " *)"), after, 1))
                .containsExactly(day + "T08:00");
        assertThat(openings(schedule("cron(0 8 ? * " + name + " *)"), after, 1)).containsExactly(day + "T08:00");
    }

    @Tag("SCHED-14")
    @ParameterizedTest
    @ValueSource(strings = {"SUNL", "1L", "sunL"})
    void next_onLastSunday_opensMonthly(String day) {
        assertThat(openings(schedule("cron(0 9 ? * " + day + " *)"), "2026-02-14T00:00:00Z", 3))
                .containsExactly("2026-02-22T09:00", "2026-03-29T09:00", "2026-04-26T09:00");
    }

    @Tag("SCHED-14")
    @ParameterizedTest
    @ValueSource(strings = {"SUNL", "sunL"})
    void next_onLastSundayInTheFieldOfDays_opensMonthly(String day) {
        assertThat(openings(schedule("cron(0 9 " + day + " * ? *)"), "2026-02-14T00:00:00Z", 3))
                .containsExactly("2026-02-22T09:00", "2026-03-29T09:00", "2026-04-26T09:00");
    }

    /** Wednesday has the letter of what is refused there, the nearest weekday. */
    @Tag("SCHED-14")
    @ParameterizedTest
    @ValueSource(strings = {"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"})
    void next_onAnyLastWeekdayInTheFieldOfDays_isThatInTheFieldOfWeekdays(String day) {
        String after = "2026-02-14T00:00:00Z";
        assertThat(openings(schedule("cron(0 9 " + day + "L * ? *)"), after, 5))
                .isEqualTo(openings(schedule("cron(0 9 ? * " + day + "L *)"), after, 5));
    }

    @Tag("SCHED-14")
    @ParameterizedTest
    @ValueSource(strings = {"5L", "1L", "L-3", "FOOL", "1,SUNL"})
    void parse_otherwiseWithL_isRefused(String day) {
        refused("cron(0 9 " + day + " * ? *)");
    }

    /** From 2028-02-29 to 2029-01-30: across the end of the calendar's cycle. */
    @Test
    @Tag("SCHED-16")
    void days_ofRareDays_areTheFewestFromOneToTheNext() {
        assertThat(schedule("cron(0 9 ? 1-2 TUE#5 *)").automaticallyAfterDays()).isEqualTo(336);
    }

    @Test
    @Tag("SCHED-14")
    void next_onLastDayOfTheWeek_opensOnSaturdays() {
        assertThat(openings(schedule("cron(0 9 ? * L *)"), "2026-02-14T09:00:00Z", 2))
                .containsExactly("2026-02-21T09:00", "2026-02-28T09:00");
    }

    @Tag("SCHED-15")
    @ParameterizedTest
    @ValueSource(strings = {"15W", "31W", "LW", "W"})
    void parse_nearestWeekday_isRefused(String day) {
        refused("cron(0 9 " + day + " * ? *)").hasMessageContaining("nearest weekday (W)");
    }

    @Test
    @Tag("SCHED-16")
    void next_onFifthTuesday_skipsMonthsWithFour() {
        assertThat(openings(schedule("cron(0 9 ? * TUE#5 *)"), "2026-02-14T00:00:00Z", 4))
                .containsExactly("2026-03-31T09:00", "2026-06-30T09:00", "2026-09-29T09:00", "2026-12-29T09:00");
    }

    @Test
    @Tag("SCHED-16")
    @Tag("SCHED-28")
    void next_onFifthSundayOfFebruary_waitsForty() {
        assertThat(openings(schedule("cron(0 9 ? 2 SUN#5 *)"), "2060-03-01T00:00:00Z", 2))
                .containsExactly("2088-02-29T09:00", "2128-02-29T09:00");
    }

    @Tag("SCHED-17")
    @ParameterizedTest
    @ValueSource(strings = {"*", "/3", "0/1", "8-20", "8,11", "0,21", "/7", "1/11"})
    void parse_openingsLessThanFourHoursApart_areRefused(String hours) {
        refused("cron(0 " + hours + " * * ? *)").hasMessageContaining("at least 4 hours apart");
    }

    @Tag("SCHED-17")
    @ParameterizedTest
    @ValueSource(strings = {"/4", "2/4", "8,20", "2/10", "0,20", "/5", "0-12/6"})
    void parse_openingsFourHoursApart_areAccepted(String hours) {
        assertThatCode(() -> schedule("cron(0 " + hours + " * * ? *)")).doesNotThrowAnyException();
    }

    @Test
    @Tag("SCHED-17")
    void parse_closeOverMidnight_isRefusedOnlyIfDaysAreAdjacent() {
        refused("cron(0 0,21 1,2 * ? *)");
        assertThatCode(() -> schedule("cron(0 0,21 1,3 * ? *)")).doesNotThrowAnyException();
        refused("cron(0 0,21 1,L * ? *)");
        refused("cron(0 0,21 1,31 * ? *)");
    }

    @Test
    @Tag("SCHED-28")
    void next_onLeapDay_waitsForIt() {
        assertThat(openings(schedule("cron(0 0 29 2 ? *)"), "2026-02-14T00:00:00Z", 2))
                .containsExactly("2028-02-29T00:00", "2032-02-29T00:00");
        assertThat(openings(schedule("cron(0 0 29 FEB ? *)"), "2096-03-01T00:00:00Z", 1))
                .containsExactly("2104-02-29T00:00");
    }

    @Test
    @Tag("SCHED-28")
    void next_onDayThatSomeMonthsLack_skipsThem() {
        assertThat(openings(schedule("cron(0 22 31 * ? *)"), "2026-01-31T22:00:00Z", 4))
                .containsExactly("2026-03-31T22:00", "2026-05-31T22:00", "2026-07-31T22:00", "2026-08-31T22:00");
    }

    @Test
    @Tag("SCHED-28")
    void next_overTheYearsEnd_goesOn() {
        assertThat(openings(schedule("cron(0 /12 * * ? *)"), "2026-12-31T12:00:00Z", 2))
                .containsExactly("2027-01-01T00:00", "2027-01-01T12:00");
        assertThat(openings(schedule("cron(0 0 1/2 * ? *)"), "2026-12-29T00:00:00Z", 3))
                .containsExactly("2026-12-31T00:00", "2027-01-01T00:00", "2027-01-03T00:00");
    }

    @ParameterizedTest
    @ValueSource(strings = {"30 2 ?", "31 2,4,6,9,11 ?", "30,31 FEB ?"})
    void parse_dayThatNeverComes_isRefused(String days) {
        refused("cron(0 0 " + days + " *)").hasMessageContaining("no day of the calendar");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9000-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "2199-12-31T23:59:59Z"})
    void next_farFromThePresent_isFound(String moment) {
        assertThat(schedule("cron(0 0 29 2 ? *)").next(NO_BASE, at(moment)).start())
                .isAfter(at(moment));
        assertThat(schedule("cron(0 0 ? 2 3#5 *)").next(NO_BASE, at(moment)).start())
                .isAfter(at(moment));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cron()",
                "cron(0 10 * * ?)",
                "cron(0 10 * * ? * *)",
                "cron(0  10 * * ? *)",
                "cron( 0 10 * * ? *)",
                "cron(0 10 * * ? * )",
                "cron(0,10,*,*,?,*)"
            })
    void parse_otherThanSixFields_isRefused(String expression) {
        refused(expression).hasMessageContaining("six fields");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cron(0 10 * * ? *)",
                "cron 0 10 * * ? *",
                "0 10 * * ? *",
                "cron(0 10 * * ? *) ",
                "at(10)",
                "cron((0))"
            })
    void of_otherForm_isRefused(String expression) {
        refused(expression).hasMessageContaining("rate(...) or cron(...)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "24", "-1", "", ",8", "8,", "8/", "8/0", "8/24", "20-8", "8-", "8#1", "L", "?", "JAN", "100", "8//8",
                "1-2-3"
            })
    void parse_wrongHours_areRefused(String hours) {
        refused("cron(0 " + hours + " 1 * ? *)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0", "32", "1-32", "20-10", "1,L", "L,1", "L-3", "1L", "MON", "1#2", "1/0", "/32", "1,?", "?/2"})
    void parse_wrongDayOfMonth_isRefused(String day) {
        refused("cron(0 8 " + day + " * ? *)").hasMessageContaining("day-of-month");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "13", "JANUARY", "DEC-JAN", "?", "L", "1#1", "MON", "1/13"})
    void parse_wrongMonth_isRefused(String month) {
        refused("cron(0 8 1 " + month + " ? *)").hasMessageContaining("month");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "8",
                "SUNDAY",
                "FRI-MON",
                "MON#0",
                "MON#6",
                "MON#",
                "#1",
                "8#1",
                "MON#1,TUE#1",
                "MON,FRIL",
                "MON,L",
                "LL",
                "2W",
                "JAN",
                "1/8",
                "MON-L"
            })
    void parse_wrongDayOfWeek_isRefused(String day) {
        refused("cron(0 8 ? * " + day + " *)").hasMessageContaining("day-of-week");
    }

    @Test
    void parse_namesInEitherCase_areAccepted() {
        assertThat(openings(schedule("cron(0 8 ? jan-Mar mon,Wed *)"), "2026-02-14T00:00:00Z", 2))
                .containsExactly("2026-02-16T08:00", "2026-02-18T08:00");
    }
}
