package dev.secrets.replication;

import dev.secrets.state.ReplicaTarget;
import dev.secrets.state.Secret;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/** What came of one piece of work in another region. */
sealed interface Progress {
    /**
     * The region has what the primary had.
     *
     * @param primary the primary as it was copied
     * @param lastAccessedDay the day of the last read of the replica
     */
    record Copied(Secret primary, Optional<LocalDate> lastAccessedDay) implements Progress {}

    /**
     * The secret owes the region nothing any more.
     *
     * @param event how the trail calls it
     */
    record Ended(String event) implements Progress {}

    /**
     * It could not be done.
     *
     * @param message what a person is told
     * @param retryAt when to try again
     */
    record Failed(String message, Instant retryAt) implements Progress {
        /** Returns that the work has failed, once more; it is tried again when its own patience and the region's are over. */
        static Failed of(Failure failure, ReplicaTarget work, Instant now, Instant notBefore) {
            int failures =
                    work.outstanding().map(ReplicaTarget.Outstanding::failures).orElse(0) + 1;
            Instant retryAt = now.plus(Pause.after(failures));
            return new Failed(failure.message(), retryAt.isAfter(notBefore) ? retryAt : notBefore);
        }
    }

    /** Somebody else was faster; what is to be done now is to be found out. */
    record Overtaken() implements Progress {}
}
