package dev.secrets.cli.endpoint;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;

/** The time that a request was signed at, and whether that is near enough to now. */
final class RequestTime {
    /** As AWS: a request that was recorded can be sent again for this long, and no longer. */
    static final Duration WINDOW = Duration.ofMinutes(5);

    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'")
            .withResolverStyle(ResolverStyle.STRICT)
            .withZone(ZoneOffset.UTC);

    /** The last one that was read: a client that sends many requests signs those of a second alike. */
    private static volatile Parsed last = new Parsed("", Instant.EPOCH);

    private record Parsed(String date, Instant instant) {}

    private RequestTime() {}

    /** @throws Refusal if the text is no date, or not within the window around now */
    static void requireCurrent(String date, Instant now) {
        Instant signed = parse(date);
        if (signed.isBefore(now.minus(WINDOW))) {
            throw Refusal.invalidSignature("Signature expired: " + date + " is now earlier than "
                    + FORMAT.format(now.minus(WINDOW)) + " (" + FORMAT.format(now) + " - 5 min.)");
        }
        if (signed.isAfter(now.plus(WINDOW))) {
            throw Refusal.invalidSignature("Signature not yet current: " + date + " is still later than "
                    + FORMAT.format(now.plus(WINDOW)) + " (" + FORMAT.format(now) + " + 5 min.)");
        }
    }

    private static Instant parse(String date) {
        Parsed known = last;
        if (!known.date().equals(date)) {
            known = new Parsed(date, instant(date));
            last = known;
        }
        return known.instant();
    }

    private static Instant instant(String date) {
        try {
            return Instant.from(FORMAT.parse(date));
        } catch (DateTimeException noDate) {
            throw Refusal.incompleteSignature("Date must be in ISO-8601 'basic format', such as 20260203T101530Z.");
        }
    }
}
