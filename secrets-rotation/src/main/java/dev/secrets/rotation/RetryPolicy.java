package dev.secrets.rotation;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When a failed rotation is tried again. The pause after the n-th failure in a window is random, between {@code first} and
 * {@code first × 2ⁿ}, at most {@code longest}, so that many that failed together do not come back together (section 13.5 of the
 * project's reference leaves count and spacing open).
 *
 * @param attempts how many tries there are in one window, at least 1; the next are in the next window
 * @param first the shortest pause
 * @param longest the longest pause, from the first one to 30 days
 */
public record RetryPolicy(int attempts, Duration first, Duration longest) {
    private static final int MAX_DOUBLINGS = 30;

    /** @throws IllegalArgumentException if a member is out of its range */
    public RetryPolicy {
        RotationOptions.require(attempts >= 1, "There must be at least one attempt; found " + attempts);
        RotationOptions.require(!first.isNegative(), "A pause can't be negative; found " + first);
        RotationOptions.require(
                longest.compareTo(first) >= 0,
                "The longest pause, " + longest + ", is shorter than the first, " + first);
        RotationOptions.requireNotTooLong("The longest pause", longest);
    }

    /** Returns five attempts, with pauses of 30 seconds to an hour. */
    public static RetryPolicy defaults() {
        return new RetryPolicy(5, Duration.ofSeconds(30), Duration.ofHours(1));
    }

    /** Returns the pause after a failure; nothing if this was the last attempt of the window. */
    Optional<Duration> pause(int failuresBefore, RandomGenerator random) {
        if ((failuresBefore + 1) % attempts == 0) {
            return Optional.empty();
        }
        int doublings = Math.min(MAX_DOUBLINGS, failuresBefore % attempts + 1);
        long upper = Math.min(longest.toMillis(), first.toMillis() << doublings);
        long spread = Math.max(0, upper - first.toMillis());
        return Optional.of(first.plusMillis(random.nextLong(spread + 1)));
    }
}
