package dev.secrets.schedule;

import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.NavigableSet;

/**
 * Hours of the day on days of the calendar, whatever happened before: what stands in {@code cron(...)}, in Secrets Manager's
 * dialect (section 14.2 of the reference).
 *
 * <p>Lists and ranges of hours are accepted, as are increments; what counts is that no two openings are less than four hours
 * apart, from one day to the next as well. With one hour a day it is a schedule in days and its windows last to midnight; with
 * several it is one in hours (section 14.3). {@code L} stands alone in its field or behind a weekday, {@code W} is refused,
 * ranges do not count down, names may be written in either case.
 */
final class CronExpression implements Cadence {
    /** Hours from one rotation to the next that the service asks for. */
    static final int MIN_INTERVAL = 4;

    /** The most that the member AutomaticallyAfterDays can say. */
    private static final int MAX_DAYS = 1000;

    private static final int FIELDS = 6;

    /** Minutes, hours, day-of-month, month, day-of-week. Only lists of numbers, L, n#m and nL ever reach it. */
    private static final CronDefinition DEFINITION = CronDefinitionBuilder.defineCron()
            .withMinutes()
            .withStrictRange()
            .and()
            .withHours()
            .withStrictRange()
            .and()
            .withDayOfMonth()
            .supportsL()
            .supportsQuestionMark()
            .and()
            .withMonth()
            .and()
            .withDayOfWeek()
            .withValidRange(1, 7)
            .withMondayDoWValue(2)
            .supportsHash()
            .supportsL()
            .supportsQuestionMark()
            .and()
            .instance();

    private final NavigableSet<Integer> hours;
    private final CronDays days;
    private final int defaultHours;
    private final ExecutionTime openings;

    private CronExpression(NavigableSet<Integer> hours, CronDays days, int defaultHours) {
        this.hours = hours;
        this.days = days;
        this.defaultHours = defaultHours;
        String text =
                String.join(" ", "0", CronField.HOURS.text(hours), days.dayOfMonth(), days.month(), days.dayOfWeek());
        this.openings = ExecutionTime.forCron(new CronParser(DEFINITION).parse(text));
    }

    /** Returns openings at the same hours every day, of an hour each unless the rules say otherwise. */
    static CronExpression everyDayAt(NavigableSet<Integer> hours) {
        return new CronExpression(hours, CronDays.ALL, 1);
    }

    static CronExpression parse(String words) {
        String[] fields = words.toUpperCase(Locale.ROOT).split(" ", -1);
        if (fields.length != FIELDS) {
            throw RotationSchedule.refusal(
                    "a cron expression has six fields, separated by single spaces; found '" + words + "'");
        }
        if (!fields[0].equals("0")) {
            throw RotationSchedule.refusal("minutes must be 0; found '" + fields[0] + "'");
        }
        if (!fields[5].equals("*")) {
            throw RotationSchedule.refusal("year must be '*'; found '" + fields[5] + "'");
        }
        NavigableSet<Integer> hours = CronField.HOURS.values(fields[1]);
        int defaultHours = hours.size() == 1 ? hoursToMidnight(hours) : 1;
        CronExpression cron = new CronExpression(hours, CronDays.parse(fields[2], fields[3], fields[4]), defaultHours);
        cron.check();
        return cron;
    }

    private void check() {
        if (!days.everCome()) {
            throw RotationSchedule.refusal("no day of the calendar matches it");
        }
        if (shortestGapWithinDay() < MIN_INTERVAL || overnightGap() < MIN_INTERVAL) {
            throw RotationSchedule.refusal("windows must open at least " + MIN_INTERVAL + " hours apart");
        }
    }

    @Override
    public Instant firstAfter(Instant base, Instant moment) {
        return openings.nextExecution(moment.atZone(ZoneOffset.UTC))
                .map(ZonedDateTime::toInstant)
                .orElseThrow(() -> new IllegalStateException("No opening after " + moment + ", though its days come"));
    }

    /** An open window may have been used already, and nothing tells, so the next one is planned. */
    @Override
    public Instant planned(Instant base, Instant now, Duration length) {
        return firstAfter(base, now);
    }

    @Override
    public int defaultHours() {
        return defaultHours;
    }

    @Override
    public int longestHours() {
        return Math.min(hoursToMidnight(), shortestGapWithinDay());
    }

    @Override
    public int days() {
        return hours.size() == 1 ? days.shortestGap(MAX_DAYS) : 1;
    }

    private int hoursToMidnight() {
        return hoursToMidnight(hours);
    }

    private static int hoursToMidnight(NavigableSet<Integer> hours) {
        return DayInterval.HOURS_PER_DAY - hours.last();
    }

    private int shortestGapWithinDay() {
        int shortest = DayInterval.HOURS_PER_DAY;
        for (int hour : hours.headSet(hours.last())) {
            int next = hours.tailSet(hour, false).first();
            shortest = Math.min(shortest, next - hour);
        }
        return shortest;
    }

    /** Hours from the last opening of a day to the first of the next day that has any. */
    private int overnightGap() {
        boolean couldBeClose = hours.first() + hoursToMidnight() < MIN_INTERVAL;
        int daysApart = couldBeClose ? days.shortestGap(2) : 2;
        return daysApart * DayInterval.HOURS_PER_DAY - hours.last() + hours.first();
    }
}
