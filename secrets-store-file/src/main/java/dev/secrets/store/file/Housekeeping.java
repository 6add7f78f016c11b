package dev.secrets.store.file;

import dev.secrets.store.StoreUnavailableException;
import dev.secrets.store.file.fs.StoreFs.HeldLock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * What the store does by itself when something was written, and now and then: compacts, erases, deletes the generation before,
 * and looks for what others wrote if somebody wants to be told. What fails is reported and tried again later; nothing depends on
 * it. For the store's own thread, except {@link #mayBeDue}.
 *
 * <p>Delays are elapsed time, so that a clock that is set back prolongs none. Only how old the generation before is when it is met,
 * perhaps by another process than ended it, the time of day has to tell.
 */
final class Housekeeping {
    /** How long the generation before stays, so that a copy of the files that is under way can finish. */
    static final Duration PREVIOUS_KEPT = Duration.ofMinutes(10);

    /** A journal is not compacted for its size below this. */
    static final long SMALLEST_COMPACTED = 16L << 20;

    private static final Duration RETRY = Duration.ofMinutes(1);
    private static final Duration FOLLOW_INTERVAL = Duration.ofMillis(200);
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration NEVER = Duration.ofDays(1);

    private final OpenStore store;
    private final Compaction compaction;
    private final InstantSource clock;
    private final Duration erasureDelay;

    /** As of {@link System#nanoTime}; so are the moments below. */
    private final LongSupplier nanoTime;

    private volatile OptionalLong deletionSeen = OptionalLong.empty();
    private OptionalLong previousDue = OptionalLong.empty();
    private volatile OptionalLong failed = OptionalLong.empty();
    private volatile long generationSeen;
    private volatile long nextMeasured = SMALLEST_COMPACTED;

    Housekeeping(OpenStore store, Compaction compaction, FileStoreOptions options, LongSupplier nanoTime) {
        this.store = store;
        this.compaction = compaction;
        this.clock = options.clock();
        this.erasureDelay = options.erasureDelay();
        this.nanoTime = nanoTime;
    }

    /** Returns whether what was just written may be a reason to {@link #run}. A cheap look, by any thread. */
    boolean mayBeDue() {
        View view = store.journal().view();
        boolean isNews = isGenerationNew()
                || view.position().length() >= nextMeasured
                || (deletionSeen.isEmpty() && holdsDeleted(view));
        return isNews && !isPausing(nanoTime.getAsLong());
    }

    /** Does what is due. A failure is reported, and then there is a pause. */
    void run() {
        long now = nanoTime.getAsLong();
        if (isPausing(now)) {
            return;
        }
        try {
            doWhatIsDue(now);
            failed = OptionalLong.empty();
        } catch (IOException | RuntimeException failure) {
            failed = OptionalLong.of(now);
            store.reports().report(Reports.HOUSEKEEPING_FAILED, "It is tried again in a minute: " + failure);
        }
    }

    private boolean isPausing(long now) {
        return failed.isPresent() && !isOver(RETRY, failed, now);
    }

    private static boolean isOver(Duration delay, OptionalLong since, long now) {
        return Duration.ofNanos(now - since.getAsLong()).compareTo(delay) >= 0;
    }

    private void doWhatIsDue(long now) throws IOException {
        if (store.feed().hasSubscribers() && store.follower().follow()) {
            store.follower().catchUp(store.lock());
        }
        if (store.health().hasFailed()) {
            return;
        }
        View view = store.journal().view();
        if (isGenerationNew()) {
            entered(view);
        }
        if (isErasureDue(view, now)) {
            compaction.run(true);
        } else if (isMostlyDead(view)) {
            compaction.run(false);
        }
        deletePrevious(now);
    }

    /** Returns when there may be something to do without a change being written. */
    Duration untilNext() {
        if (store.feed().hasSubscribers()) {
            return FOLLOW_INTERVAL;
        }
        boolean isWaiting = deletionSeen.isPresent() || previousDue.isPresent() || failed.isPresent();
        return isWaiting ? INTERVAL : NEVER;
    }

    /** The generation counts as seen when all of this is done: what fails is tried again. */
    private void entered(View view) throws IOException {
        long number = view.generation().number();
        nextMeasured = SMALLEST_COMPACTED;
        deletionSeen = OptionalLong.empty();
        previousDue = OptionalLong.empty();
        if (view.mustBeAlone()) {
            Leftovers.erase(store.fs(), number); // whoever compacted may have died before it got to this
        } else {
            previousMet(number);
        }
        generationSeen = number;
    }

    private void previousMet(long entered) throws IOException {
        for (long number : FileNames.generations(store.fs())) {
            if (number < entered) {
                previousDue =
                        OptionalLong.of(nanoTime.getAsLong() + stillKept(number).toNanos());
            }
        }
    }

    /** The clock may be another than the one that the file's time is from. */
    private Duration stillKept(long generation) throws IOException {
        Instant ended = store.fs().lastModified(FileNames.journal(generation));
        Duration left = Duration.between(clock.instant(), ended.plus(PREVIOUS_KEPT));
        if (left.isNegative()) {
            return Duration.ZERO;
        }
        return left.compareTo(PREVIOUS_KEPT) < 0 ? left : PREVIOUS_KEPT;
    }

    private boolean isErasureDue(View view, long now) {
        if (!holdsDeleted(view)) {
            return false;
        }
        if (deletionSeen.isEmpty()) {
            deletionSeen = OptionalLong.of(now);
        }
        return isOver(erasureDelay, deletionSeen, now);
    }

    /** Counting visits every secret, so it waits until the journal has grown by a tenth. */
    private boolean isMostlyDead(View view) {
        long length = view.position().length();
        if (length < nextMeasured) {
            return false;
        }
        nextMeasured = Math.max(SMALLEST_COMPACTED, length + length / 10);
        return store.journal().query(view, index -> view.deadBytes()) > length / 2;
    }

    private void deletePrevious(long now) throws IOException {
        if (previousDue.isPresent() && now - previousDue.getAsLong() >= 0) {
            Leftovers.deleteJournalsBefore(store.fs(), generationSeen);
            previousDue = OptionalLong.empty();
        }
    }

    /**
     * Cuts the journal's reserve off before the store is closed, unless another process has the lock: it is writing, and needs it.
     * The reserve does no harm if it stays.
     */
    void giveReserveBack() {
        try {
            Optional<HeldLock> held = store.fs().tryLock();
            if (held.isPresent()) {
                try {
                    View view = store.journal().view();
                    Reserve.giveBack(view.generation().file(), view.position());
                } finally {
                    held.get().release();
                }
            }
        } catch (IOException failure) {
            store.reports().report(Reports.HOUSEKEEPING_FAILED, "The journal keeps its reserve: " + failure);
        }
    }

    /**
     * Erases before the store is closed what would otherwise wait, or waits already because it failed.
     *
     * @throws StoreUnavailableException if that failed; the store can be closed all the same
     */
    void eraseNow() {
        if (!store.health().hasFailed()) {
            try {
                if (holdsDeleted(store.journal().view())) {
                    compaction.run(true);
                }
                if (isGenerationNew()) {
                    compaction.deleteRemains();
                }
            } catch (IOException | RuntimeException failure) {
                throw new StoreUnavailableException(
                        "The store is closed, but what was deleted is still in the directory: opening it anew erases it ("
                                + failure.getMessage() + ")",
                        false,
                        failure);
            }
        }
    }

    private boolean holdsDeleted(View view) {
        return store.journal().query(view, index -> index.holdsDeleted());
    }

    private boolean isGenerationNew() {
        return store.journal().view().generation().number() != generationSeen;
    }
}
