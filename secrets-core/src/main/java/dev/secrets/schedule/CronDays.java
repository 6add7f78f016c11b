package dev.secrets.schedule;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.NavigableSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The days that a cron expression names: what cron-utils is told, and the same as a test of one day. The test is what can be
 * asked about all days at once (does any come? how close do they get?), for which thousands of days are looked at; cron-utils
 * needs up to a millisecond for each.
 */
record CronDays(String dayOfMonth, String month, String dayOfWeek, Predicate<LocalDate> test) {
    /** After 28 years the calendar repeats its leap days and weekdays (between 1901 and 2099). */
    private static final LocalDate CYCLE_START = LocalDate.of(2001, 1, 1);

    private static final LocalDate CYCLE_END = CYCLE_START.plusYears(28);

    private static final Pattern NTH = Pattern.compile("(\\w+)#([1-5])");
    private static final Pattern LAST = Pattern.compile("(\\w+)L");

    /** AWS's guide lists the last Sunday of a month, SUNL, under day-of-month; there a number would be a day of the month. */
    private static final Pattern LAST_NAMED = Pattern.compile("([A-Z]{3})L");

    static final CronDays ALL = new CronDays("*", "*", "?", day -> true);

    static CronDays parse(String dayOfMonth, String month, String dayOfWeek) {
        if (dayOfMonth.equals("?") == dayOfWeek.equals("?")) {
            throw RotationSchedule.refusal("exactly one of day-of-month and day-of-week must be '?'");
        }
        CronDays days = dayOfWeek.equals("?") ? ofMonth(dayOfMonth) : ofWeek(dayOfWeek);
        return days.in(CronField.MONTH.values(month));
    }

    private static CronDays ofMonth(String field) {
        if (field.equals("L")) {
            return new CronDays("L", "*", "?", day -> day.getDayOfMonth() == day.lengthOfMonth());
        }
        Matcher last = LAST_NAMED.matcher(field);
        if (last.matches()) {
            return lastInMonth(CronField.DAY_OF_WEEK.value(last.group(1)));
        }
        if (field.contains("W")) {
            throw CronField.DAY_OF_MONTH.refusal("can't ask for the nearest weekday (W)");
        }
        if (field.contains("L")) {
            throw CronField.DAY_OF_MONTH.refusal("can have L only by itself, or behind the name of a weekday");
        }
        NavigableSet<Integer> days = CronField.DAY_OF_MONTH.values(field);
        return new CronDays(CronField.DAY_OF_MONTH.text(days), "*", "?", day -> days.contains(day.getDayOfMonth()));
    }

    private static CronDays ofWeek(String field) {
        Matcher nth = NTH.matcher(field);
        if (nth.matches()) {
            return nthInMonth(CronField.DAY_OF_WEEK.value(nth.group(1)), Integer.parseInt(nth.group(2)));
        }
        Matcher last = LAST.matcher(field);
        if (last.matches()) {
            return lastInMonth(CronField.DAY_OF_WEEK.value(last.group(1)));
        }
        if (field.contains("#")) {
            throw CronField.DAY_OF_WEEK.refusal(
                    "can have # only as a single day and a number from 1 to 5, such as TUE#3");
        }
        // The last day of the week is Saturday.
        NavigableSet<Integer> days = CronField.DAY_OF_WEEK.values(field.equals("L") ? "SAT" : field);
        return new CronDays("?", "*", CronField.DAY_OF_WEEK.text(days), day -> days.contains(sundayFirst(day)));
    }

    private static CronDays nthInMonth(int dayOfWeek, int nth) {
        return new CronDays(
                "?",
                "*",
                dayOfWeek + "#" + nth,
                day -> sundayFirst(day) == dayOfWeek && (day.getDayOfMonth() + 6) / 7 == nth);
    }

    private static CronDays lastInMonth(int dayOfWeek) {
        DayOfWeek named = DayOfWeek.SATURDAY.plus(dayOfWeek);
        return new CronDays(
                "?", "*", dayOfWeek + "L", day -> day.equals(day.with(TemporalAdjusters.lastInMonth(named))));
    }

    /** Whether there is such a day at all: a 30 February is not. */
    boolean everCome() {
        return CYCLE_START.datesUntil(CYCLE_END).anyMatch(test);
    }

    /** The fewest days from one of these days to the next, or the limit if they never come as close as that. */
    int shortestGap(int limit) {
        int shortest = limit;
        LocalDate previous = LocalDate.MIN;
        LocalDate end = CYCLE_END.plusDays(limit); // the last day of a cycle may come close to the first of the next
        for (LocalDate day = CYCLE_START; day.isBefore(end) && shortest > 1; day = day.plusDays(1)) {
            if (test.test(day)) {
                shortest = (int) Math.min(shortest, ChronoUnit.DAYS.between(previous, day));
                previous = day;
            }
        }
        return shortest;
    }

    private CronDays in(NavigableSet<Integer> months) {
        return new CronDays(
                dayOfMonth,
                CronField.MONTH.text(months),
                dayOfWeek,
                test.and(day -> months.contains(day.getMonthValue())));
    }

    private static int sundayFirst(LocalDate day) {
        return day.getDayOfWeek().getValue() % 7 + 1;
    }
}
