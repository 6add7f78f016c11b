package dev.secrets.store.file;

import dev.secrets.store.file.format.PutBody;
import dev.secrets.store.file.format.RecordHeader;
import dev.secrets.store.file.format.RecordType;
import dev.secrets.store.file.format.Text;
import dev.secrets.store.file.index.RecordLocation;
import dev.secrets.store.file.index.SecretIndex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A change on its way to the I/O thread: the record that makes it, and what must still be so when it is written. Completed once,
 * with what became of it.
 */
final class CommitRequest {
    private final byte[] name;
    private final RecordType type;
    private final int flags;
    private final byte[] body;
    private final Function<RecordLocation, IndexedChange> effect;
    private final Optional<Expected> expected;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

    /**
     * The record that the change was decided on.
     *
     * @param secretUid its uid
     * @param revision its revision
     * @param view where it was seen
     * @param location the record seen there: as long as it is the latest one, it need not be read again
     */
    record Expected(String secretUid, long revision, View view, RecordLocation location) {}

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
                        + expected.get().revision());
    }

    private static boolean isAsExpected(View view, RecordLocation now, Expected expected) throws IOException {
        if (expected.view() == view && expected.location().equals(now)) {
            return true;
        }
        PutBody latest = RecordReader.read(view.generation(), now);
        return latest.hasIdentity(expected.secretUid(), expected.revision());
    }

    private String text() {
        return Text.decode(name);
    }

    void complete(Outcome result) {
        outcome.complete(result);
    }

    /** Waits for the I/O thread, interrupted or not; an interrupt is still set afterwards. */
    Outcome await() {
        return outcome.join();
    }
}
