package dev.secrets.rotation;

import dev.secrets.RotationQueue;
import dev.secrets.model.LeaseLostException;
import dev.secrets.model.RotationLease;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * A lease, and what this node knows of its end without asking. A renewal counts from the moment before it was sent, and two
 * thirds of its length: the store's clock gave it more than that, so whoever trusts it never works on a lease that another node may
 * have. Thread-safe.
 */
final class HeldLease {
    private final RotationQueue queue;
    private final Duration length;
    private final LongSupplier nanoTime;

    /** Guarded by this, with the lease. */
    private long claimedAt;

    private RotationLease lease;

    HeldLease(RotationQueue queue, RotationLease lease, Duration length, long claimedAt, LongSupplier nanoTime) {
        this.queue = queue;
        this.lease = lease;
        this.length = length;
        this.claimedAt = claimedAt;
        this.nanoTime = nanoTime;
    }

    synchronized RotationLease lease() {
        return lease;
    }

    /** Renews in the store, outside of any lock; a renewal that is overtaken by a later one does not shorten it. */
    void renew() {
        long before = nanoTime.getAsLong();
        RotationLease renewed = queue.renew(lease(), length);
        synchronized (this) {
            if (before - claimedAt >= 0) {
                claimedAt = before;
                lease = renewed;
            }
        }
    }

    /** Renews if a third of the lease is gone. */
    void renewIfOld() {
        if (age().compareTo(length.dividedBy(3)) >= 0) {
            renew();
        }
    }

    void require() {
        if (!isSafe()) {
            throw new LeaseLostException(
                    "The lease on the rotation of " + lease().secretName() + " was not renewed in time");
        }
    }

    boolean isSafe() {
        return age().compareTo(length.multipliedBy(2).dividedBy(3)) < 0;
    }

    /** Returns what the store's clock says, as far as this node can tell. */
    synchronized Instant storeTime() {
        return lease.until().minus(length).plus(age());
    }

    private synchronized Duration age() {
        return Duration.ofNanos(nanoTime.getAsLong() - claimedAt);
    }
}
