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
        try {
            return Instant.from(FORMAT.parse(date));
        } catch (DateTimeException noDate) {
            throw Refusal.incompleteSignature("Date must be in ISO-8601 'basic format', such as 20260203T101530Z.");
        }
    }
}
