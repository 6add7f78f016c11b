package dev.secrets.state;

import dev.secrets.model.StatusType;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * What a secret owes another region, and what that region has of it. Kept in the secret's own record, so that a change and the
 * duty to copy it are one commit.
 *
 * @param region the other region
 * @param kmsKeyId the key of the copy; the region's default key when absent
 * @param goal what shall become of the region's copy
 * @param overwrite whether another secret of the name may be overwritten there; asked for by a caller, spent by the first copy
 * @param established whether the region has had a copy since a caller last asked for one: if it is independent now, it was
 *     promoted and is left alone, and if it is gone, it stays gone
 * @param outstanding what is yet to be done; nothing when the region is where it should be
 * @param lastAccessedDay the day of the last read there that is known here, in UTC
 */
public record ReplicaTarget(
        String region,
        Optional<String> kmsKeyId,
        Goal goal,
        boolean overwrite,
        boolean established,
        Optional<Outstanding> outstanding,
        Optional<LocalDate> lastAccessedDay) {

    /** What shall become of a region's copy. */
    public enum Goal {
        /** It is as the primary is. */
        COPY,
        /** It is gone. */
        REMOVE,
        /** The other region is the former primary, and shall know that this secret is its replica no more. */
        DETACH
    }

    /**
     * Work that is not done.
     *
     * @param since when it became necessary
     * @param failures how often it has failed since
     * @param retryAt when to try, or to try again
     * @param failure what a person is told of the last failure
     */
    public record Outstanding(Instant since, int failures, Instant retryAt, Optional<String> failure) {
        /** Long ago by any clock: those of the caller and of the store need not agree. */
        static final Instant AT_ONCE = Instant.EPOCH;

        static Outstanding since(Instant since) {
            return new Outstanding(since, 0, AT_ONCE, Optional.empty());
        }

        boolean isDue(Instant now) {
            return !retryAt.isAfter(now);
        }
    }

    /** Returns a region that shall have a copy. */
    public static ReplicaTarget copyTo(String region, Optional<String> kmsKeyId, boolean overwrite, Instant now) {
        return new ReplicaTarget(region, kmsKeyId, Goal.COPY, overwrite, false, since(now), Optional.empty());
    }

    /** Returns a former primary that shall be told. */
    static ReplicaTarget detachFrom(String region, Instant now) {
        return new ReplicaTarget(region, Optional.empty(), Goal.DETACH, false, false, since(now), Optional.empty());
    }

    private static Optional<Outstanding> since(Instant now) {
        return Optional.of(Outstanding.since(now));
    }

    /** Returns this region with what a caller asks of it anew. */
    ReplicaTarget askedAgain(ReplicaTarget asked) {
        return new ReplicaTarget(
                region, asked.kmsKeyId, asked.goal, asked.overwrite, false, asked.outstanding, lastAccessedDay);
    }

    ReplicaTarget removed(Instant now) {
        return new ReplicaTarget(region, kmsKeyId, Goal.REMOVE, false, established, since(now), lastAccessedDay);
    }

    /** Says that the secret has changed; what waits to be tried again goes on waiting. */
    ReplicaTarget changed(Instant when) {
        return goal == Goal.COPY && outstanding.isEmpty() ? outstanding(since(when)) : this;
    }

    /** Says that the region has a copy, which is all there is to copy or was overtaken by a change. */
    public ReplicaTarget copied(boolean complete, Optional<LocalDate> accessed) {
        Optional<Outstanding> rest = complete ? Optional.empty() : outstanding;
        return new ReplicaTarget(region, kmsKeyId, goal, false, true, rest, accessed);
    }

    /** Says that the work has failed. */
    public ReplicaTarget failed(String message, Instant retryAt) {
        return outstanding(outstanding.map(
                before -> new Outstanding(before.since, before.failures + 1, retryAt, Optional.of(message))));
    }

    private ReplicaTarget outstanding(Optional<Outstanding> work) {
        return new ReplicaTarget(region, kmsKeyId, goal, overwrite, established, work, lastAccessedDay);
    }

    /** Returns whether a worker may do what is outstanding. */
    public boolean isDue(Instant now) {
        return outstanding.filter(work -> work.isDue(now)).isPresent();
    }

    /** Returns whether this is the same work as the other, whatever became of it meanwhile. */
    public boolean isSameWork(ReplicaTarget other) {
        return region.equals(other.region)
                && goal == other.goal
                && overwrite == other.overwrite
                && kmsKeyId.equals(other.kmsKeyId);
    }

    /** Returns how far the copy is (section 16 of the reference). */
    public StatusType status() {
        if (outstanding.isEmpty()) {
            return StatusType.IN_SYNC;
        }
        return outstanding.flatMap(Outstanding::failure).isPresent() ? StatusType.FAILED : StatusType.IN_PROGRESS;
    }
}
