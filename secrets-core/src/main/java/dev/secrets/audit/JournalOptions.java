package dev.secrets.audit;

import java.time.Duration;

/**
 * How a {@link JournalAuditListener} writes. Immutable; each method named as an option returns a copy with that option set.
 *
 * @param maxFileBytes the size at which a file is followed by a new one, at least 4096. A file ends with the events that were
 *     written together when it came to this size, so it is somewhat larger
 * @param acceptance when an event is accepted, and so what can still be lost
 * @param queueCapacity how many events may wait for the writer, at least one; a call waits for a place
 * @param deadline how long a call waits for a place and for the disk before the event is refused; more than zero
 * @param lockTimeout how long opening waits for another process to let the directory go, before it is refused; zero refuses at
 *     once. For short processes one after the other, and for a service that is started while the one before it ends. Another
 *     listener of this process is not waited for
 */
public record JournalOptions(
        long maxFileBytes, Acceptance acceptance, int queueCapacity, Duration deadline, Duration lockTimeout) {
    private static final long MIN_FILE_BYTES = 4096;

    /** When an event is accepted. */
    public enum Acceptance {
        /** When it has a place in the queue: what waits there when the process dies is lost, a few milliseconds' worth. */
        QUEUED,
        /**
         * When its line was given to the operating system, by the caller's own thread: survives the end of the process; a loss of
         * power takes the last second. A disk that hangs holds the call up, past the deadline.
         */
        WRITTEN,
        /** When it is on the disk. */
        DURABLE
    }

    /** @throws IllegalArgumentException if an option is not acceptable; bad options are refused, not corrected */
    public JournalOptions {
        require(
                maxFileBytes >= MIN_FILE_BYTES,
                "maxFileBytes is at least " + MIN_FILE_BYTES + "; found " + maxFileBytes);
        require(queueCapacity >= 1, "queueCapacity is at least 1; found " + queueCapacity);
        require(!lockTimeout.isNegative(), "lockTimeout is zero or more; found " + lockTimeout);
        require(!deadline.isNegative() && !deadline.isZero(), "deadline is more than zero; found " + deadline);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    /** Returns files of 32 MiB, every event durable before it is accepted, 4096 waiting events, 5 seconds, no wait for the lock. */
    public static JournalOptions defaults() {
        return new JournalOptions(32L << 20, Acceptance.DURABLE, 4096, Duration.ofSeconds(5), Duration.ZERO);
    }

    /** Returns these options with {@link #maxFileBytes()} set. */
    public JournalOptions maxFileBytes(long maxFileBytes) {
        return new JournalOptions(maxFileBytes, acceptance, queueCapacity, deadline, lockTimeout);
    }

    /** Returns these options with {@link #acceptance()} set. */
    public JournalOptions acceptance(Acceptance acceptance) {
        return new JournalOptions(maxFileBytes, acceptance, queueCapacity, deadline, lockTimeout);
    }

    /** Returns these options with {@link #queueCapacity()} set. */
    public JournalOptions queueCapacity(int queueCapacity) {
        return new JournalOptions(maxFileBytes, acceptance, queueCapacity, deadline, lockTimeout);
    }

    /** Returns these options with {@link #deadline()} set. */
    public JournalOptions deadline(Duration deadline) {
        return new JournalOptions(maxFileBytes, acceptance, queueCapacity, deadline, lockTimeout);
    }

    /** Returns these options with {@link #lockTimeout()} set. */
    public JournalOptions lockTimeout(Duration lockTimeout) {
        return new JournalOptions(maxFileBytes, acceptance, queueCapacity, deadline, lockTimeout);
    }
}
