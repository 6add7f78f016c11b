package dev.secrets.policy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The forms that a date may have (rules C16, O14, O20): a year, a month, a day, a day with a time and an offset, or Unix time in
 * seconds. A date without a time is its first instant in UTC; four digits are a year.
 */
final class Dates {
    private static final Pattern W3C = Pattern.compile("(?<year>[0-9]{4})(?:-(?<month>[0-9]{2})(?:-(?<day>[0-9]{2})"
            + "(?:T(?<hour>[0-9]{2}):(?<minute>[0-9]{2})(?::(?<second>[0-9]{2})(?:\\.(?<fraction>[0-9]{1,9})[0-9]{0,3})?)?"
            + "(?:Z|(?<offset>[+-][0-9]{2}:[0-9]{2})))?)?)?");
    private static final Pattern UNIX = Pattern.compile("(?<seconds>-?[0-9]{1,17})(?:\\.(?<fraction>[0-9]{1,9}))?");

    /** Longer than any date; what is longer is not looked at. */
    private static final int MAX_LENGTH = 40;

    private static final int NANO_DIGITS = 9;

    private Dates() {}

    /** Returns the moment, or null if the text is no date. */
    static @Nullable Instant parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return null;
        }
        try {
            Matcher w3c = W3C.matcher(text);
            if (w3c.matches()) {
                return dateTime(w3c);
            }
            Matcher unix = UNIX.matcher(text);
            return unix.matches() ? unixTime(unix) : null;
        } catch (DateTimeException notADate) {
            return null; // an answer, not a failure: the 31st of April, the year 300,000,000
        }
    }

    private static Instant unixTime(Matcher parts) {
        int nanos = parts.group("seconds").startsWith("-") ? -nanos(parts) : nanos(parts);
        return Instant.ofEpochSecond(Long.parseLong(parts.group("seconds")), nanos);
    }

    private static Instant dateTime(Matcher parts) {
        LocalDate day = LocalDate.of(number(parts, "year", 0), number(parts, "month", 1), number(parts, "day", 1));
        LocalTime time = LocalTime.of(
                number(parts, "hour", 0), number(parts, "minute", 0), number(parts, "second", 0), nanos(parts));
        String offset = parts.group("offset");
        return LocalDateTime.of(day, time).toInstant(offset == null ? ZoneOffset.UTC : ZoneOffset.of(offset));
    }

    private static int number(Matcher parts, String group, int otherwise) {
        return parts.group(group) == null ? otherwise : Integer.parseInt(parts.group(group));
    }

    private static int nanos(Matcher parts) {
        String fraction = parts.group("fraction");
        return fraction == null ? 0 : Integer.parseInt(fraction + "0".repeat(NANO_DIGITS - fraction.length()));
    }
}
