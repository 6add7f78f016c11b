package dev.secrets.cli.rotators;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The members of one entry of the rotators file.
 *
 * @param members as they were read
 */
record RotatorEntry(Map<?, ?> members) {
    private static final int DEFAULT_SECONDS = 30;

    /** @throws IllegalArgumentException if the member is missing or no text */
    String text(String member) {
        return optionalText(member).orElseThrow(() -> new IllegalArgumentException(member + " must be a text"));
    }

    Optional<String> optionalText(String member) {
        return Optional.ofNullable((String) members.get(member));
    }

    long number(String member, long otherwise) {
        return members.get(member) instanceof BigDecimal number ? number.longValue() : otherwise;
    }

    Duration timeout() {
        return Duration.ofSeconds(number("timeoutSeconds", DEFAULT_SECONDS));
    }
}
