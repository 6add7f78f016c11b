package dev.secrets.store.file;

import dev.secrets.store.file.format.PutBody;
import dev.secrets.store.file.format.RecordHeader;
import dev.secrets.store.file.format.RecordIdentity;
import dev.secrets.store.file.format.RecordType;
import dev.secrets.store.file.format.Text;
import dev.secrets.store.file.index.RecordLocation;
import dev.secrets.store.file.index.SecretIndex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * A change that waits to be written: the record that makes it, and what must still be so then. It is decided once, by the thread
 * that writes it, and then the caller is told.
 */
final class CommitRequest {
    private final byte[] name;
    private final RecordType type;
    private final int flags;
    private final byte[] body;
    private final Function<RecordLocation, IndexedChange> effect;
    private final Optional<Expected> expected;
    private final Thread caller = Thread.currentThread();
    private Optional<Outcome> outcome = Optional.empty();
    private List<CommitRequest> wokenNext = List.of();
    private volatile boolean done;
    private volatile boolean left;

    /**
     * The record that the change was decided on.
     *
     * @param identity what it holds
     * @param view where it was seen
     * @param location the record seen there: as long as it is the latest one, it need not be read again
     */
    record Expected(RecordIdentity identity, View view, RecordLocation location) {}

    private CommitRequest(
            byte[] name,
            RecordType type,
            int flags,
            byte[] body,
            Function<RecordLocation, IndexedChange> effect,
            Optional<Expected> expected) {
        this.name = name;
        this.type = type;
        this.flags = flags;
        this.body = body;
        this.effect = effect;
        this.expected = expected;
    }

    /** Puts a secret that is new, if nothing is expected, or takes the place of what is. */
    static CommitRequest put(boolean fresh, byte[] body, Optional<Expected> expected) throws IOException {
        PutBody put = PutBody.decode(ByteBuffer.wrap(body));
        return new CommitRequest(
                put.name(),
                RecordType.PUT,
                fresh ? RecordHeader.FRESH : 0,
                body,
                location -> new IndexedChange.Put(put, fresh, location),
                expected);
    }

    /** Deletes the secret. */
    static CommitRequest delete(byte[] name, byte[] body, Expected expected) {
        return new CommitRequest(
                name, RecordType.DELETE, 0, body, location -> new IndexedChange.Delete(name), Optional.of(expected));
    }

    byte[] name() {
        return name;
    }

    RecordType type() {
        return type;
    }

    int flags() {
        return flags;
    }

    byte[] body() {
        return body;
    }

    /** Returns what the record does once it lies at the location. */
    IndexedChange at(RecordLocation location) {
        return effect.apply(location);
    }

    /** Returns why the change can't be made now, or nothing: compare, of compare-and-set. */
    Optional<String> conflict(LiveJournal journal, View view) throws IOException {
        Optional<RecordLocation> now = journal.query(view, (SecretIndex index) -> index.find(name));
        if (expected.isEmpty()) {
            return now.isEmpty() ? Optional.empty() : Optional.of("There is already a secret of the name " + text());
        }
        if (now.isEmpty()) {
            return Optional.of("There is no longer a secret of the name " + text());
        }
        return isAsExpected(view, now.get(), expected.get())
                ? Optional.empty()
                : Optional.of("The secret " + text() + " is no longer at the expected revision "
                        + expected.get().identity().revision());
    }

    private static boolean isAsExpected(View view, RecordLocation now, Expected expected) throws IOException {
        if (expected.view() == view && expected.location().equals(now)) {
            return true;
        }
        return RecordReader.read(view.generation(), now).identity().equals(expected.identity());
    }

    private String text() {
        return Text.decode(name);
    }

    /** Says what became of the change, unless that was said before. For the thread that writes. */
    void decide(Outcome result) {
        if (outcome.isEmpty()) {
            outcome = Optional.of(result);
        }
    }

    /**
     * Lets the callers of a batch know that it was decided. Each wakes two more, so that whoever wrote is soon free. The last are
     * told first: whoever is woken then finds everything decided that it has to pass on.
     */
    static void tellAll(List<CommitRequest> batch) {
        for (int i = batch.size() - 1; i >= 0; i--) {
            int next = Math.min(2 * i + 1, batch.size());
            batch.get(i).tell(batch.subList(next, Math.min(next + 2, batch.size())));
        }
        batch.stream().findFirst().ifPresent(CommitRequest::wake);
    }

    private void tell(List<CommitRequest> next) {
        wokenNext = next;
        done = true;
        if (left) {
            passOn();
        }
    }

    /** Passes on that the batch was decided, if it was; for the caller. */
    void passOn() {
        if (done) {
            List<CommitRequest> next = wokenNext;
            wokenNext = List.of();
            next.forEach(CommitRequest::wake);
        }
    }

    /** Lets nobody wait for the caller, whatever makes it leave. */
    void leave() {
        left = true;
        passOn();
    }

    /** Wakes the caller. */
    void wake() {
        LockSupport.unpark(caller);
    }

    /** Returns whether the change was decided and told. */
    boolean isDone() {
        return done;
    }

    /** Returns what became of the change, once it is done. */
    Outcome outcome() {
        return outcome.orElseThrow();
    }
}
