package dev.secrets.store.file;

import dev.secrets.model.RootKey;
import dev.secrets.store.StoreUnavailableException;
import dev.secrets.store.file.format.ChainPosition;
import dev.secrets.store.file.format.DamagedException;
import dev.secrets.store.file.format.GenerationEndBody;
import dev.secrets.store.file.format.HeadSlot;
import dev.secrets.store.file.format.RecordBatch;
import dev.secrets.store.file.format.RecordType;
import dev.secrets.store.file.fs.StoreFile;
import dev.secrets.store.file.fs.StoreFs;
import dev.secrets.store.file.fs.StoreFs.HeldLock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Copies what lives into the next generation, in the turn of {@link GroupCommit}. Everything is prepared, synced and read back
 * first; then one append to the old journal, the record that ends it, makes the next one the store. Before that record is durable
 * the old generation is whole and in use, after it the new one: CURRENT merely follows. A slot of HEAD speaks of the new
 * generation before it is entered, the other stays on the old one until then.
 */
final class Compaction {
    private final OpenStore store;
    private final StoreFs fs;
    private final LiveJournal journal;

    Compaction(OpenStore store) {
        this.store = store;
        this.fs = store.fs();
        this.journal = store.journal();
    }

    /**
     * Enters the next generation.
     *
     * @param erase whether nothing of the old generations may remain, as is the case anyway if they hold what was deleted, perhaps by
     *     another process a moment ago; otherwise the one before is kept for copies under way
     * @return false if another process entered a new generation meanwhile, and nothing was done
     */
    boolean run(boolean erase) throws IOException {
        Generation old = journal.view().generation();
        NewGeneration next = successor(old, 1, store.rootKeys().wrapping(old.header()));
        return unlessEntered(old, done -> {
            boolean erases = erase || journal.query(journal.view(), index -> index.holdsDeleted());
            done.add(takeOver(next, erases));
            deleteOld(erases);
        });
    }

    /**
     * Enters a generation that both root keys open, and from there one that only the second opens. No other process gets in
     * between: it could go back to the first key alone.
     *
     * @return false if another process entered a new generation meanwhile, and nothing was done
     */
    boolean rewrap(RootKey from, RootKey to) throws IOException {
        Generation old = journal.view().generation();
        NewGeneration withBoth = successor(old, 1, RootKeys.union(from, to));
        NewGeneration withSecond = successor(old, 2, to.members());
        return unlessEntered(old, done -> {
            store.rootKeys().use(from, to);
            done.add(takeOver(withBoth, true));
            deleteOld(true);
            done.add(takeOverSecond(withSecond));
            store.rootKeys().use(to);
            deleteOld(true);
        });
    }

    private String takeOverSecond(NewGeneration withSecond) throws IOException {
        try {
            return takeOver(withSecond, true);
        } catch (IOException failure) {
            throw new StoreUnavailableException(
                    "The change of the root key is half done: the store opens with both, and goes on ("
                            + failure.getMessage()
                            + "). The same call completes it, when the disk is in order and has room",
                    !store.health().hasFailed(),
                    failure);
        }
    }

    /** A root key may be a call over a network: what needs it is prepared before the lock is taken. */
    private static NewGeneration successor(Generation old, int distance, List<RootKey> rootKeys) {
        return NewGeneration.prepare(old.header().storeId(), old.number() + distance, rootKeys);
    }

    /** Notes what is to be reported. */
    @FunctionalInterface
    private interface Replacing {
        void run(List<String> done) throws IOException;
    }

    /** The listener is told without the directory's lock, for which other processes wait only so long. */
    private boolean unlessEntered(Generation old, Replacing replacing) throws IOException {
        List<String> done = new ArrayList<>();
        try {
            return unlessEntered(old, replacing, done);
        } finally {
            done.forEach(detail -> store.reports().report(Reports.COMPACTED, detail));
        }
    }

    private boolean unlessEntered(Generation old, Replacing replacing, List<String> done) throws IOException {
        store.health().requireNotFailed();
        HeldLock held = store.lock().acquire();
        Set<String> changedByOthers;
        boolean isStill;
        try {
            changedByOthers = store.follower().catchUpLocked();
            isStill = journal.view().generation() == old;
            if (isStill) {
                replacing.run(done);
            }
        } finally {
            held.release();
        }
        store.follower().tell(changedByOthers);
        return isStill;
    }

    /** Returns what to report. */
    private String takeOver(NewGeneration next, boolean erase) throws IOException {
        long before = journal.view().position().length();
        enter(prepared(next, erase));
        return "Generation " + next.number() + " took over; " + before + " bytes became "
                + journal.view().position().length();
    }

    /** Writes the next generation and reads it back. Nothing of the old one is touched; a failure leaves a file to delete. */
    private View prepared(NewGeneration next, boolean erase) throws IOException {
        View view = journal.view();
        try {
            next.create(fs, view.position().chain());
            View prepared = new View(Generation.open(fs, next.number(), store.rootKeys(), store.reports()));
            return Closing.onFailure(prepared.generation(), () -> {
                ChainPosition end = new Snapshot(journal, view, prepared.generation()).write(erase);
                prepared.generation().file().sync();
                CurrentFile.prepare(fs, prepared.generation());
                fs.syncDirectory();
                readBack(prepared, end, view);
                return prepared;
            });
        } catch (IOException | RuntimeException | Error failure) {
            discard(next, failure);
            throw failure;
        }
    }

    private void discard(NewGeneration next, Throwable failure) {
        try {
            fs.delete(FileNames.journal(next.number()));
        } catch (IOException second) {
            failure.addSuppressed(second);
        }
    }

    static void readBack(View prepared, ChainPosition end, View source) throws IOException {
        Generation generation = prepared.generation();
        Replay replay =
                new Replay(prepared, generation.file(), end.length(), change -> change.applyTo(prepared.index())).run();
        replay.requireReached(end, generation);
        prepared.position(replay.position());
        if (!prepared.isSnapshotComplete()
                || prepared.index().size() != source.index().size()) {
            throw new DamagedException(generation.name() + " is not what was copied into it");
        }
    }

    private void enter(View prepared) throws IOException {
        View view = journal.view();
        Generation next = prepared.generation();
        try {
            store.head().sync(); // the slot that stays may not have reached the disk yet
            HeadSlots.write(store.head(), view.generation(), new HeadSlot(next.number(), prepared.position()), next);
            store.head().sync();
            end(view, new GenerationEndBody(next.number(), next.start().chain()));
            CurrentFile.switchOver(fs);
            HeadSlots.fill(store.head(), next);
        } catch (IOException failure) {
            store.health().fail("a compaction failed when it was about to take over", failure);
            next.close();
            store.health().requireNotFailed();
            throw failure;
        }
        journal.advancing().lock();
        try {
            store.follower().replace(prepared);
        } finally {
            journal.advancing().unlock();
        }
    }

    /** Appends the record that ends a journal. When it is durable, the next generation is the store. */
    private static void end(View view, GenerationEndBody body) throws IOException {
        RecordBatch batch = new RecordBatch(view.generation().keys(), view.position());
        batch.add(RecordType.GENERATION_END, 0, body.encode());
        StoreFile file = view.generation().file();
        file.write(batch.bytes(), batch.start().length());
        file.sync();
    }

    /** Deletes what should have gone when the generation in use took over, and could not be deleted then. */
    void deleteRemains() {
        if (journal.view().mustBeAlone()) {
            deleteOld(true);
        }
    }

    /** What can't be deleted now {@link Housekeeping} deletes later. */
    private void deleteOld(boolean erase) {
        long live = journal.view().generation().number();
        try {
            if (erase) {
                Leftovers.erase(fs, live);
            } else {
                Leftovers.deleteJournalsBefore(fs, live - 1);
            }
        } catch (IOException failure) {
            throw new StoreUnavailableException(
                    "Generation " + live + " is in use, but what is older could not be deleted yet ("
                            + failure.getMessage() + "). As long as it is open, the store tries again each minute",
                    true,
                    failure);
        }
    }
}
