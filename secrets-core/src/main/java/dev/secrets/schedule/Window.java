package dev.secrets.schedule;

import java.time.Instant;

/**
 * A time in which a rotation may happen: from its start, inclusive, to its end, exclusive. The service rotates at an arbitrary
 * moment of it (section 14.3 of the reference). Immutable.
 *
 * @param start when it opens: on the hour, UTC
 * @param end when it is over: on the hour, at the latest the midnight after the start
 */
public record Window(Instant start, Instant end) {
    /**
     * Checks the order.
     *
     * @throws IllegalArgumentException if the end is not after the start
     */
    public Window {
        if (!end.isAfter(start)) {
            throw new IllegalArgumentException(
                    "A window must end after its start, but starts " + start + " and ends " + end);
        }
    }

    /** Returns whether a rotation may happen at the given moment. */
    public boolean contains(Instant moment) {
        return !moment.isBefore(start) && moment.isBefore(end);
    }

    /** Returns the last second of this window, which is how the service words a NextRotationDate (section 14.5). */
    public Instant lastSecond() {
        return end.minusSeconds(1);
    }
}
