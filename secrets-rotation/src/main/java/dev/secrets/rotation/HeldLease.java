package dev.secrets.rotation;

import dev.secrets.RotationQueue;
import dev.secrets.model.LeaseLostException;
import dev.secrets.model.RotationLease;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A lease, and what this node knows of its end without asking. A renewal counts from the moment before it was sent, and two
 * thirds of its length: the store's clock gave it more than that, so whoever trusts it never works on a lease that another node may
 * have. That it was not cancelled is known for {@link RotationQueue#UNCANCELLED_FOR}, because whoever cancels waits for that long.
 * Thread-safe.
 */
final class HeldLease {
    private final RotationQueue queue;
    private final Duration length;
    private final LongSupplier nanoTime;

    /** Guarded by this, with the lease. */
    private long claimedAt;

    private RotationLease lease;

    /** Before the store was asked that last said that the rotation was not cancelled. */
    private long uncancelledAt;

    HeldLease(RotationQueue queue, RotationLease lease, Duration length, long claimedAt, LongSupplier nanoTime) {
        this.queue = queue;
        this.lease = lease;
        this.length = length;
        this.claimedAt = claimedAt;
        this.uncancelledAt = claimedAt;
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
        uncancelled(before);
    }

    /** Renews if a third of the lease is gone. */
    private void renewIfOld() {
        if (age().compareTo(length.dividedBy(3)) >= 0) {
            renew();
        }
    }

    /** Makes sure that a step may begin: that the lease has time left and the rotation was not cancelled (checklist CANC-08). */
    void requireForStep() {
        renewIfOld();
        long before = nanoTime.getAsLong();
        if (isPerhapsCancelled(before)) {
            queue.requireUncancelled(lease());
            uncancelled(before);
        }
    }

    /** Makes a change that the store refuses if the rotation was cancelled. */
    void change(Consumer<RotationLease> fenced) {
        long before = nanoTime.getAsLong();
        fenced.accept(lease());
        uncancelled(before);
    }

    private synchronized void uncancelled(long askedAt) {
        if (askedAt - uncancelledAt > 0) {
            uncancelledAt = askedAt;
        }
    }

    private synchronized boolean isPerhapsCancelled(long now) {
        return now - uncancelledAt >= RotationQueue.UNCANCELLED_FOR.toNanos();
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
