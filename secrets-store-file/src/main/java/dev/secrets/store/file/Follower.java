package dev.secrets.store.file;

import dev.secrets.store.file.format.HeadSlot;
import dev.secrets.store.file.fs.ReadableFile;
import dev.secrets.store.file.fs.StoreFs.HeldLock;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Sees what was written. Every read begins here with a look at the journal's end, which is all there is to do if nobody wrote.
 * If there is more, HEAD tells how much of it is durable, and only that is read: what is still being written, or was left by a writer
 * that died, is shown to nobody. That holds for this process's own writes too: what HEAD vouches for, another process may have
 * seen already, so no reader here may be behind it.
 *
 * <p>A change of generation is the store's own thread's business, because it needs the directory's lock.
 */
final class Follower {
    private final LiveJournal journal;
    private final Recovery recovery;
    private final ReadableFile head;
    private final ChangeFeed feed;
    private final Health health;

    Follower(LiveJournal journal, Recovery recovery, ReadableFile head, ChangeFeed feed, Health health) {
        this.journal = journal;
        this.recovery = recovery;
        this.head = head;
        this.feed = feed;
        this.health = health;
    }

    /**
     * Reads on to what HEAD vouches for; any thread.
     *
     * @return whether the generation may have ended, so that the store's own thread must look
     */
    boolean follow() throws IOException {
        View view = journal.view();
        if (!Written.holdsMore(view.generation().file(), view.position())) {
            return false;
        }
        HeadSlots slots = HeadSlots.read(head::read);
        if (!slots.mayTellMore(view.generation(), view.position())) {
            return false;
        }
        Set<String> changed = new LinkedHashSet<>();
        journal.advancing().lock();
        try {
            readOn(view, slots, changed);
        } finally {
            journal.advancing().unlock();
        }
        feed.tell(changed);
        return slots.mayHaveEnded(view.generation());
    }

    private void readOn(View view, HeadSlots slots, Set<String> changed) throws IOException {
        Generation generation = view.generation();
        Optional<HeadSlot> slot = slots.newest(generation);
        if (slot.isPresent() && slot.get().position().length() > view.position().length()) {
            long limit = slot.get().position().length();
            Replay replay = new Replay(view, generation.file(), limit, change -> take(view, change, changed)).run();
            replay.requireReached(slot.get().position(), generation);
            view.position(replay.position());
        }
    }

    private void take(View view, IndexedChange change, Set<String> changed) {
        journal.apply(view, List.of(change));
        changed.add(change.name());
    }

    /**
     * Reads all there is and enters the generation in use; under the directory's lock.
     *
     * @return what changed, to {@link #tell} when the lock is released
     */
    Set<String> catchUpLocked() throws IOException {
        View view = journal.view();
        Set<String> changed = new LinkedHashSet<>();
        journal.advancing().lock();
        try {
            enter(recovery.catchUp(view, change -> take(view, change, changed)), changed);
            recovery.requireStillNamed(journal.view().generation());
        } catch (IOException failure) {
            health.requireNotFailed(); // to settle what a dead writer left may have ended all writing
            throw failure;
        } finally {
            journal.advancing().unlock();
        }
        return changed;
    }

    private void enter(View next, Set<String> changed) throws IOException {
        if (next != journal.view()) {
            changed.add(ChangeFeed.ANY);
            replace(next);
        }
    }

    /** Catches up under the directory's lock, or without it if the store may not write. */
    void catchUp(DirectoryLock lock) throws IOException {
        if (health.hasFailed()) {
            tell(caughtUpReading());
            return;
        }
        Set<String> changed;
        HeldLock held = lock.acquire();
        try {
            changed = catchUpLocked();
        } finally {
            held.release();
        }
        tell(changed);
    }

    private Set<String> caughtUpReading() throws IOException {
        Set<String> changed = new LinkedHashSet<>();
        journal.advancing().lock();
        try {
            enter(recovery.catchUpReading(journal.view()), changed);
        } finally {
            journal.advancing().unlock();
        }
        return changed;
    }

    void tell(Set<String> changed) {
        feed.tell(changed);
    }

    /** Puts another view in place and closes the files of the one before; readers that are on them try again. */
    void replace(View next) throws IOException {
        View before = journal.view();
        journal.replace(next);
        before.generation().close();
    }
}
