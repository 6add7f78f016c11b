package dev.secrets.rotation;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What a {@link RotationScheduler} may be told. Immutable; {@link #defaults} is right for most applications, and each method named
 * as an option returns a copy with that option set.
 *
 * @param node the name of this node, for people: it stands in leases
 * @param lease how long a lease lasts unless it is renewed, from a second to 30 days; a rotation whose node dies is taken over after
 *     that
 * @param stepTimeout how long one step may take, at most 30 days
 * @param pollInterval how often to look for what is due, at most 30 days; a rotation that RotateSecret asks for starts within it
 * @param nodeCap how many rotations this node runs at once, at least 1
 * @param targetCap how many of them run against one target, at least 1
 * @param retry when to try again what failed
 * @param closeTimeout how long {@link RotationScheduler#close} lets running rotations finish before it stops them, at most 30 days
 * @param listener follows what happens
 * @param random where pauses are drawn from
 * @param nanoTime this node's monotonic clock, in nanoseconds as of {@link System#nanoTime}. The time of day comes from the store
 *     alone
 */
public record RotationOptions(
        String node,
        Duration lease,
        Duration stepTimeout,
        Duration pollInterval,
        int nodeCap,
        int targetCap,
        RetryPolicy retry,
        Duration closeTimeout,
        RotationListener listener,
        RandomGenerator random,
        LongSupplier nanoTime) {
    /** What fits into nanoseconds, and doubled thirty times into milliseconds, with room to spare. */
    private static final Duration MAX_DURATION = Duration.ofDays(30);

    private static final Duration MIN_LEASE = Duration.ofSeconds(1);

    /** @throws IllegalArgumentException if an option is not acceptable; bad options are refused, not corrected */
    public RotationOptions {
        require(!node.isBlank(), "A node needs a name");
        require(lease.compareTo(MIN_LEASE) >= 0, "A lease lasts at least a second; found " + lease);
        require(isPositive(stepTimeout), "A step needs time; found " + stepTimeout);
        require(isPositive(pollInterval), "The poll interval must be positive; found " + pollInterval);
        require(nodeCap >= 1, "A node's cap is at least 1; found " + nodeCap);
        require(targetCap >= 1, "A target's cap is at least 1; found " + targetCap);
        require(!closeTimeout.isNegative(), "The time for closing can't be negative; found " + closeTimeout);
        requireNotTooLong("A lease", lease);
        requireNotTooLong("The time for a step", stepTimeout);
        requireNotTooLong("The poll interval", pollInterval);
        requireNotTooLong("The time for closing", closeTimeout);
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }

    static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    static void requireNotTooLong(String what, Duration found) {
        require(
                found.compareTo(MAX_DURATION) <= 0,
                what + " is at most " + MAX_DURATION.toDays() + " days; found " + found);
    }

    /**
     * Returns the process as node, leases of a minute, 30 seconds per step, a look for work every half second, four rotations at
     * once on a node and two on a target, {@link RetryPolicy#defaults}, 30 seconds to close, and no listener.
     */
    public static RotationOptions defaults() {
        return new RotationOptions(
                "process-" + ProcessHandle.current().pid(),
                Duration.ofMinutes(1),
                Duration.ofSeconds(30),
                Duration.ofMillis(500),
                4,
                2,
                RetryPolicy.defaults(),
                Duration.ofSeconds(30),
                RotationListener.NONE,
                new SecureRandom(),
                System::nanoTime);
    }

    /** Returns these options with {@link #node()} set. */
    public RotationOptions node(String node) {
        return with(draft -> draft.node = node);
    }

    /** Returns these options with {@link #lease()} set. */
    public RotationOptions lease(Duration lease) {
        return with(draft -> draft.lease = lease);
    }

    /** Returns these options with {@link #stepTimeout()} set. */
    public RotationOptions stepTimeout(Duration stepTimeout) {
        return with(draft -> draft.stepTimeout = stepTimeout);
    }

    /** Returns these options with {@link #pollInterval()} set. */
    public RotationOptions pollInterval(Duration pollInterval) {
        return with(draft -> draft.pollInterval = pollInterval);
    }

    /** Returns these options with {@link #nodeCap()} set. */
    public RotationOptions nodeCap(int nodeCap) {
        return with(draft -> draft.nodeCap = nodeCap);
    }

    /** Returns these options with {@link #targetCap()} set. */
    public RotationOptions targetCap(int targetCap) {
        return with(draft -> draft.targetCap = targetCap);
    }

    /** Returns these options with {@link #retry()} set. */
    public RotationOptions retry(RetryPolicy retry) {
        return with(draft -> draft.retry = retry);
    }

    /** Returns these options with {@link #closeTimeout()} set. */
    public RotationOptions closeTimeout(Duration closeTimeout) {
        return with(draft -> draft.closeTimeout = closeTimeout);
    }

    /** Returns these options with {@link #listener()} set. */
    public RotationOptions listener(RotationListener listener) {
        return with(draft -> draft.listener = listener);
    }

    /** Returns these options with {@link #random()} set. */
    public RotationOptions random(RandomGenerator random) {
        return with(draft -> draft.random = random);
    }

    /** Returns these options with {@link #nanoTime()} set. */
    public RotationOptions nanoTime(LongSupplier nanoTime) {
        return with(draft -> draft.nanoTime = nanoTime);
    }

    private RotationOptions with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.options();
    }

    /** Options that are being set. */
    private static final class Draft {
        private String node;
        private Duration lease;
        private Duration stepTimeout;
        private Duration pollInterval;
        private int nodeCap;
        private int targetCap;
        private RetryPolicy retry;
        private Duration closeTimeout;
        private RotationListener listener;
        private RandomGenerator random;
        private LongSupplier nanoTime;

        Draft(RotationOptions options) {
            node = options.node;
            lease = options.lease;
            stepTimeout = options.stepTimeout;
            pollInterval = options.pollInterval;
            nodeCap = options.nodeCap;
            targetCap = options.targetCap;
            retry = options.retry;
            closeTimeout = options.closeTimeout;
            listener = options.listener;
            random = options.random;
            nanoTime = options.nanoTime;
        }

        RotationOptions options() {
            return new RotationOptions(
                    node,
                    lease,
                    stepTimeout,
                    pollInterval,
                    nodeCap,
                    targetCap,
                    retry,
                    closeTimeout,
                    listener,
                    random,
                    nanoTime);
        }
    }
}
