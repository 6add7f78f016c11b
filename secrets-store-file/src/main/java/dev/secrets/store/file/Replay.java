package dev.secrets.store.file;

import dev.secrets.store.file.format.ChainPosition;
import dev.secrets.store.file.format.DamagedException;
import dev.secrets.store.file.format.GenerationEndBody;
import dev.secrets.store.file.format.RecordCursor;
import dev.secrets.store.file.format.RecordCursor.Found;
import dev.secrets.store.file.format.RecordHeader;
import dev.secrets.store.file.format.SnapshotEndBody;
import dev.secrets.store.file.fs.ReadableFile;
import dev.secrets.store.file.index.RecordLocation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads on in a journal from where a view stands, verifies each record, and hands on what it does. For one thread at a time. */
final class Replay {
    private final View view;
    private final RecordCursor cursor;
    private final Consumer<IndexedChange> changes;
    private Optional<GenerationEndBody> end = Optional.empty();
    private ChainPosition lastAt;
    private boolean broken;

    /**
     * Prepares to read.
     *
     * @param view where to begin; its position is not changed
     * @param file the journal
     * @param limit where to stop
     * @param changes is given what the records do; the sealed bytes in them are overwritten by what is read next
     */
    Replay(View view, ReadableFile file, long limit, Consumer<IndexedChange> changes) {
        this.view = view;
        this.cursor = new RecordCursor(
                file::read,
                view.generation().keys(),
                view.position(),
                Math.max(limit, view.position().length()));
        this.changes = changes;
        this.lastAt = cursor.position();
    }

    /** Reads until the limit, the journal's end record, or something broken. */
    Replay run() throws IOException {
        Found found = cursor.advance();
        while (found == Found.RECORD) {
            take();
            if (end.isPresent()) {
                return this;
            }
            lastAt = cursor.position();
            found = cursor.advance();
        }
        broken = found == Found.BROKEN;
        return this;
    }

    private void take() throws IOException {
        RecordHeader header = cursor.header();
        ByteBuffer body = cursor.body();
        RecordLocation location = new RecordLocation(cursor.recordAt(), header.recordLength());
        switch (cursor.type()) {
            case PUT -> changes.accept(IndexedChange.put(body, header.has(RecordHeader.FRESH), location));
            case DELETE -> changes.accept(IndexedChange.delete(body));
            case SNAPSHOT_END -> completeSnapshot(header, SnapshotEndBody.decode(body));
            case GENERATION_END -> end = Optional.of(GenerationEndBody.decode(body));
        }
    }

    private void completeSnapshot(RecordHeader header, SnapshotEndBody snapshot) throws DamagedException {
        if (header.sequence() != snapshot.records() + 1) {
            throw new DamagedException(
                    "The snapshot has " + (header.sequence() - 1) + " records instead of " + snapshot.records());
        }
        view.snapshotCompleted(snapshot.erases());
    }

    /** Returns the place behind the last intact record. */
    ChainPosition position() {
        return cursor.position();
    }

    /**
     * Returns the place behind the last intact record that is not the journal's end record. A view never stands behind that one: it
     * could not be read again.
     */
    ChainPosition positionBeforeEnd() {
        return end.isPresent() ? lastAt : position();
    }

    /** Returns the journal's end record, if it came to it. */
    Optional<GenerationEndBody> end() {
        return end;
    }

    /** Returns whether it stopped at something broken. */
    boolean isBroken() {
        return broken;
    }

    /** Returns what is broken. */
    String problem() {
        return cursor.problem();
    }

    /** Requires that the place that HEAD vouches for was reached, and that it is of the same history. */
    void requireReached(ChainPosition head, Generation generation) throws DamagedException {
        if (position().length() < head.length()) {
            throw new DamagedException(
                    generation.name() + " is damaged or lacks its end: " + (isBroken() ? problem() : "it ended")
                            + ", but HEAD vouches for " + head.length() + " bytes and " + head.sequence() + " records; "
                            + position().sequence() + " records before are intact");
        }
        if (!position().sameAs(head)) {
            throw new DamagedException(
                    "HEAD and " + generation.name() + " are not of one history: the copy is mixed of several");
        }
    }
}
