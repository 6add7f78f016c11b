package dev.secrets.schedule;

import dev.secrets.model.InvalidParameterException;
import dev.secrets.model.RotationRules;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The windows in which a secret's rotation rules want it rotated (section 14 of the reference). Immutable, in UTC.
 *
 * <p>Where a <em>base</em> is asked for, it is the later of the last successful rotation and the last change of the value by hand
 * (section 14.4; checklist SCHED-24). Rules in days count from its date; cron expressions and rates of less than 24 hours ignore
 * it.
 *
 * <p>A schedule plans; it does not know what was missed. The engine keeps the planned window, and a rotation that is still
 * outstanding when that has ended is the scheduler's to catch up with (section 15); {@link #openAt} says whether a window is open
 * at that moment.
 */
public final class RotationSchedule {
    private static final Pattern EXPRESSION = Pattern.compile("(rate|cron)\\(([^()]*)\\)");

    private final Cadence cadence;
    private final Duration length;

    private RotationSchedule(Cadence cadence, Duration length) {
        this.cadence = cadence;
        this.length = length;
    }

    /**
     * Returns the schedule that the given rules mean.
     *
     * @param rules as the caller of RotateSecret gave them: a number of days or an expression
     * @throws InvalidParameterException if there are both or neither, the expression is not one of Secrets Manager's, it never
     *     comes true or comes more often than every four hours, or the duration is not 1 to 24 hours or would reach into the next
     *     window or the next day; the message says which
     */
    public static RotationSchedule of(RotationRules rules) {
        Cadence cadence = cadence(rules);
        int hours = rules.duration().map(RotationSchedule::hours).orElseGet(cadence::defaultHours);
        if (hours > cadence.longestHours()) {
            throw new InvalidParameterException(
                    "The Duration " + hours + "h is too long: a window of this schedule can be open for "
                            + cadence.longestHours() + " hours before it reaches the next window or the next day.");
        }
        return new RotationSchedule(cadence, Duration.ofHours(hours));
    }

    /**
     * Returns the window that is to be planned at a moment.
     *
     * <p>For rules in days that is the window of the day on which the days since the base are over; it may be open already. If it
     * has ended, because the rules are newer than that, it is the first of the daily windows thereafter that has not. For all
     * others it is the first window that opens after the moment.
     *
     * @param base the later of the last rotation and the last manual change
     * @param now the present, or the moment of which the question is
     */
    public Window next(Instant base, Instant now) {
        return window(cadence.planned(base, now, length));
    }

    /** Returns the NextRotationDate of the window that is to be planned: its last second (section 14.5 of the reference). */
    public Instant nextRotationDate(Instant base, Instant now) {
        return next(base, now).lastSecond();
    }

    /**
     * Returns the window that is open at a moment, if one is. For rules in days, each day from the one on which the secret falls
     * due has a window, until the base moves.
     *
     * @param base the later of the last rotation and the last manual change
     * @param moment any moment
     */
    public Optional<Window> openAt(Instant base, Instant moment) {
        Window candidate = window(cadence.firstAfter(base, moment.minus(length)));
        return candidate.contains(moment) ? Optional.of(candidate) : Optional.empty();
    }

    /**
     * Returns the days from one rotation to the next, as DescribeSecret shows them beside an expression (checklist SCHED-25): the
     * days of the rules or of the rate, and for a cron expression the fewest days from one of its windows to the next, so 14 for
     * the 1st and 15th of each month. Within the range of that member: 1 for a schedule in hours, 1000 for what comes less often.
     */
    public long automaticallyAfterDays() {
        return cadence.days();
    }

    private Window window(Instant start) {
        return new Window(start, start.plus(length));
    }

    private static Cadence cadence(RotationRules rules) {
        if (rules.automaticallyAfterDays().isPresent()
                && rules.scheduleExpression().isPresent()) {
            throw new InvalidParameterException(
                    "You cannot specify both rotation frequency and schedule expression together.");
        }
        if (rules.automaticallyAfterDays().isPresent()) {
            int days = Math.toIntExact(rules.automaticallyAfterDays().get());
            return new DayInterval(days, DayInterval.HOURS_PER_DAY);
        }
        return rules.scheduleExpression()
                .map(RotationSchedule::cadence)
                .orElseThrow(() -> new InvalidParameterException(
                        "You must specify either a rotation frequency or a schedule expression."));
    }

    private static Cadence cadence(String expression) {
        Matcher kind = EXPRESSION.matcher(expression);
        if (!kind.matches()) {
            throw refusal("it must be rate(...) or cron(...)");
        }
        String words = kind.group(2);
        return kind.group(1).equals("rate") ? RateExpression.parse(words) : CronExpression.parse(words);
    }

    private static int hours(String duration) {
        int hours = Integer.parseInt(duration.substring(0, duration.length() - 1));
        if (hours < 1 || hours > DayInterval.HOURS_PER_DAY) {
            throw new InvalidParameterException("The Duration must be between 1h and 24h; found " + duration + ".");
        }
        return hours;
    }

    static InvalidParameterException refusal(String reason) {
        return new InvalidParameterException("The ScheduleExpression is not valid: " + reason + ".");
    }
}
