package dev.secrets;

import java.time.Duration;
import java.time.InstantSource;

/**
 * What a {@link SecretHandle} may be told. Immutable; each method named as an option returns a copy with that option set.
 *
 * @param maximumStaleness how old the value may be that {@link SecretHandle#get} returns while the secret can be read; at half of
 *     it, the value is read again in the background
 * @param outageTolerance how old the value may become while the store is away; at least the maximum staleness
 * @param shortestPause how long to wait after a failed read, or after a refused password that is still the secret's, before the
 *     secret is read again. Doubled each time up to the longest pause
 * @param longestPause the longest pause; at least the shortest
 * @param clock the clock. One that is set back can make a value live on for as long as it was set back
 */
public record SecretHandleOptions(
        Duration maximumStaleness,
        Duration outageTolerance,
        Duration shortestPause,
        Duration longestPause,
        InstantSource clock) {
    /** @throws IllegalArgumentException if an option is not acceptable; bad options are refused, not corrected */
    public SecretHandleOptions {
        require(isPositive(maximumStaleness), "The maximum staleness must be positive; found " + maximumStaleness);
        require(
                outageTolerance.compareTo(maximumStaleness) >= 0,
                "The outage tolerance, " + outageTolerance + ", is shorter than the maximum staleness, "
                        + maximumStaleness);
        require(isPositive(shortestPause), "A pause must be positive; found " + shortestPause);
        require(
                longestPause.compareTo(shortestPause) >= 0,
                "The longest pause, " + longestPause + ", is shorter than the shortest, " + shortestPause);
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    /** Returns ten seconds of staleness, an hour of outage, pauses of one second to a minute, and the system's clock. */
    public static SecretHandleOptions defaults() {
        return new SecretHandleOptions(
                Duration.ofSeconds(10),
                Duration.ofHours(1),
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                InstantSource.system());
    }

    /** Returns these options with {@link #maximumStaleness()} set. */
    public SecretHandleOptions maximumStaleness(Duration maximumStaleness) {
        return new SecretHandleOptions(maximumStaleness, outageTolerance, shortestPause, longestPause, clock);
    }

    /** Returns these options with {@link #outageTolerance()} set. */
    public SecretHandleOptions outageTolerance(Duration outageTolerance) {
        return new SecretHandleOptions(maximumStaleness, outageTolerance, shortestPause, longestPause, clock);
    }

    /** Returns these options with {@link #shortestPause()} set. */
    public SecretHandleOptions shortestPause(Duration shortestPause) {
        return new SecretHandleOptions(maximumStaleness, outageTolerance, shortestPause, longestPause, clock);
    }

    /** Returns these options with {@link #longestPause()} set. */
    public SecretHandleOptions longestPause(Duration longestPause) {
        return new SecretHandleOptions(maximumStaleness, outageTolerance, shortestPause, longestPause, clock);
    }

    /** Returns these options with {@link #clock()} set. */
    public SecretHandleOptions clock(InstantSource clock) {
        return new SecretHandleOptions(maximumStaleness, outageTolerance, shortestPause, longestPause, clock);
    }
}
