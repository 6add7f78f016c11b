package dev.secrets.rotation.oauth;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long an access token lives, as servers say it in {@code expires_in}. RFC 6749 wants whole seconds (section 5.1). Whatever comes
 * instead must not cost the tokens: a server that rotates refresh tokens has forgotten the old one when it answers.
 */
final class TokenLifetime {
    /** Later ends can't be written down; a server that means one counts in another unit than seconds. */
    private static final Instant LAST_END = Instant.parse("9999-12-31T23:59:59Z");

    private TokenLifetime() {}

    /**
     * Returns when a token ends, in whole seconds after it was asked for; nothing if the server's word is none, makes no sense, or
     * is for an end after the year 9999.
     *
     * @param expiresIn what stands in the answer
     */
    static Optional<Instant> end(@Nullable Object expiresIn, Instant asked) {
        BigDecimal longest =
                BigDecimal.valueOf(Duration.between(asked, LAST_END).toSeconds());
        return seconds(expiresIn)
                .filter(seconds -> seconds.compareTo(BigDecimal.ONE) >= 0 && seconds.compareTo(longest) <= 0)
                .map(seconds -> asked.plusSeconds(seconds.longValue()));
    }

    private static Optional<BigDecimal> seconds(@Nullable Object expiresIn) {
        try {
            return Optional.of(new BigDecimal(String.valueOf(expiresIn)));
        } catch (NumberFormatException noNumber) {
            return Optional.empty();
        }
    }
}
