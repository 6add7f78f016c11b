package dev.secrets.schedule;

import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands in {@code rate(...)}: a number of days or of hours. Days are counted from the base date. Hours restart at midnight
 * every day, like the increments of cron; an opening less than four hours before midnight, where they restart, is left out,
 * because four hours is the shortest interval. From 24 on hours must make whole days, which is what they then mean: the service's
 * windows open at midnight, so nothing else could be kept.
 */
final class RateExpression {
    private static final Pattern WORDS = Pattern.compile("([0-9]{1,9}) (hours?|days?)");
    private static final int MAX_DAYS = 999;

    private RateExpression() {}

    static Cadence parse(String words) {
        Matcher rate = WORDS.matcher(words);
        if (!rate.matches()) {
            throw RotationSchedule.refusal(
                    "a rate is a whole number and hour, hours, day or days, separated by one space; found '" + words
                            + "'");
        }
        int value = Integer.parseInt(rate.group(1));
        return rate.group(2).startsWith("d") ? days(value, DayInterval.HOURS_PER_DAY) : hours(value);
    }

    private static Cadence hours(int hours) {
        if (hours < CronExpression.MIN_INTERVAL) {
            throw RotationSchedule.refusal(
                    "a rate in hours must be at least " + CronExpression.MIN_INTERVAL + "; found " + hours);
        }
        if (hours < DayInterval.HOURS_PER_DAY) {
            return CronExpression.everyDayAt(openings(hours));
        }
        if (hours % DayInterval.HOURS_PER_DAY != 0) {
            throw RotationSchedule.refusal(
                    "a rate of more than 23 hours must be a whole number of days; found " + hours + " hours");
        }
        return days(hours / DayInterval.HOURS_PER_DAY, 1);
    }

    private static NavigableSet<Integer> openings(int hours) {
        NavigableSet<Integer> openings = new TreeSet<>();
        for (int hour = 0; hour <= DayInterval.HOURS_PER_DAY - CronExpression.MIN_INTERVAL; hour += hours) {
            openings.add(hour);
        }
        return openings;
    }

    private static Cadence days(int days, int defaultHours) {
        if (days < 1 || days > MAX_DAYS) {
            throw RotationSchedule.refusal("a rate must be between 1 and " + MAX_DAYS + " days; found " + days);
        }
        return new DayInterval(days, defaultHours);
    }
}
