package dev.secrets.model;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * When a secret is rotated: every so many days, or by a schedule; never both. What an expression means, and which of those that
 * have the right characters are accepted, is for {@code dev.secrets.schedule}.
 *
 * @param automaticallyAfterDays the days between rotations, 1 to 1000
 * @param duration the length of the rotation window in hours, such as {@code 3h}
 * @param scheduleExpression {@code rate(...)} or {@code cron(...)}, in UTC, 1 to 256 characters
 */
public record RotationRules(
        Optional<Long> automaticallyAfterDays, Optional<String> duration, Optional<String> scheduleExpression) {
    private static final Pattern DURATION = Pattern.compile("[0-9]+h");
    private static final Pattern EXPRESSION = Pattern.compile("[0-9A-Za-z\\(\\)#\\?\\*\\-\\/, ]+");

    /** @throws ValidationException if a member is outside its limits */
    public RotationRules {
        Violations violations = new Violations()
                .range("automaticallyAfterDays", automaticallyAfterDays, 1, 1000)
                .length("duration", duration, 2, 3)
                .length("scheduleExpression", scheduleExpression, 1, 256);
        duration.ifPresent(hours -> violations.matches("duration", hours, DURATION));
        scheduleExpression.ifPresent(expression -> violations.matches("scheduleExpression", expression, EXPRESSION));
        violations.check();
    }

    /** Returns rules that say nothing yet. */
    public static RotationRules empty() {
        return new RotationRules(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Returns rules for a rotation every so many days. */
    public static RotationRules afterDays(long days) {
        return empty().automaticallyAfterDays(days);
    }

    /** Returns rules for rotations by an expression, such as {@code rate(10 days)} or {@code cron(0 16 1,15 * ? *)}. */
    public static RotationRules schedule(String expression) {
        return empty().scheduleExpression(expression);
    }

    /** Returns a copy of these rules with the days between rotations. */
    public RotationRules automaticallyAfterDays(long days) {
        return new RotationRules(Optional.of(days), duration, scheduleExpression);
    }

    /** Returns a copy of these rules with the length of the window, such as {@code 3h}. */
    public RotationRules duration(String hours) {
        return new RotationRules(automaticallyAfterDays, Optional.of(hours), scheduleExpression);
    }

    /** Returns a copy of these rules with a schedule. */
    public RotationRules scheduleExpression(String expression) {
        return new RotationRules(automaticallyAfterDays, duration, Optional.of(expression));
    }
}
