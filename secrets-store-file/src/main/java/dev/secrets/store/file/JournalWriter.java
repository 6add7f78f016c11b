package dev.secrets.store.file;

import dev.secrets.store.file.format.ChainPosition;
import dev.secrets.store.file.format.RecordBatch;
import dev.secrets.store.file.fs.StoreFs.HeldLock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes batches of changes durable: lock, read what others appended, compare each change again, one append, one sync, HEAD,
 * unlock. For one thread at a time.
 */
final class JournalWriter {
    private final OpenStore store;
    private final CommitQueue queue;
    private final LiveJournal journal;
    private final HeadWriter head;
    private final Reserve reserve;

    JournalWriter(OpenStore store, CommitQueue queue, Reserve reserve) {
        this.store = store;
        this.queue = queue;
        this.reserve = reserve;
        this.head = new HeadWriter(store.head());
        this.journal = store.journal();
    }

    /**
     * Writes the changes, of which no two are of one name, and decides each.
     *
     * @return what others changed before
     */
    Set<String> write(Draft drafted) throws IOException {
        Set<String> changedByOthers;
        HeldLock held = store.lock().acquire();
        try {
            changedByOthers = store.follower().catchUpLocked();
            View view = journal.view();
            Draft accepted = accepted(drafted, view);
            queue.draftBehind(view.generation(), accepted.records().end());
            if (!accepted.requests().isEmpty()) {
                Outcome outcome = append(view, accepted.records(), accepted.changes());
                accepted.requests().forEach(request -> request.decide(outcome));
            }
        } finally {
            release(held);
        }
        return changedByOthers;
    }

    /** Decides the changes that can't be made, and returns the others as they can be written. */
    private Draft accepted(Draft drafted, View view) throws IOException {
        List<CommitRequest> accepted = new ArrayList<>(drafted.requests().size());
        for (CommitRequest request : drafted.requests()) {
            Optional<String> conflict = request.conflict(journal, view);
            conflict.ifPresentOrElse(
                    message -> request.decide(new Outcome.Conflict(message)), () -> accepted.add(request));
        }
        if (accepted.size() == drafted.requests().size() && drafted.continues(view)) {
            return drafted;
        }
        Draft anew = new Draft(view.generation(), view.position());
        accepted.forEach(anew::add);
        return anew;
    }

    private void release(HeldLock held) {
        try {
            held.release();
        } catch (IOException failure) {
            store.health().fail("the lock could not be released", failure);
        }
    }

    private Outcome append(View view, RecordBatch batch, List<IndexedChange> changes) {
        Generation generation = view.generation();
        Optional<Outcome> failed = write(generation, batch);
        if (failed.isPresent()) {
            return failed.get();
        }
        try {
            generation.file().sync();
            head.vouch(generation, batch.start(), batch.end());
        } catch (IOException failure) {
            store.health().fail("a sync or the write of HEAD failed", failure);
            return new Outcome.Unknown("The change was written, but it is unknown whether it is on the disk", failure);
        }
        journal.advance(view, batch.start(), batch.end(), changes);
        changes.forEach(change -> change.rememberIn(journal.known(), generation));
        return Outcome.DURABLE;
    }

    /** Writes the batch, or takes back what was written of it and returns what to tell the callers. */
    private Optional<Outcome> write(Generation generation, RecordBatch batch) {
        try {
            generation.file().write(batch.bytes(), batch.start().length());
            reserve.extend(generation.file(), batch.end().length());
            return Optional.empty();
        } catch (IOException failure) {
            return Optional.of(takeBack(generation, batch.start(), failure));
        }
    }

    private Outcome takeBack(Generation generation, ChainPosition start, IOException failure) {
        try {
            generation.file().truncate(start.length());
            generation.file().sync();
            return new Outcome.Unavailable(
                    "The change could not be written: " + failure.getMessage() + ". Nothing was changed",
                    true,
                    failure);
        } catch (IOException second) {
            failure.addSuppressed(second);
            store.health().fail("a write failed and could not be taken back", failure);
            return new Outcome.Unknown("The change was written in part, and could not be taken back", failure);
        }
    }
}
