package dev.secrets.store.file;

import dev.secrets.store.file.format.ChainPosition;
import dev.secrets.store.file.format.RecordBatch;
import dev.secrets.store.file.format.RecordHeader;
import dev.secrets.store.file.index.RecordLocation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Changes that will be written together, chained already behind the place where the journal is expected to end then. If it ends
 * elsewhere, or one of the changes can't be made, the others are chained anew. For one thread at a time, except for {@link #first}.
 */
final class Draft {
    /** A draft is not made longer than this if it holds a change already. */
    private static final int MAX_BYTES = 8 << 20;

    private final Generation generation;
    private final RecordBatch records;
    private final List<CommitRequest> requests = new ArrayList<>();
    private final Set<ByteBuffer> names = new HashSet<>();
    private boolean whole = true;
    private volatile Optional<CommitRequest> first = Optional.empty();

    /** Expects the journal to end at the place. */
    Draft(Generation generation, ChainPosition expectedEnd) {
        this.generation = generation;
        this.records = new RecordBatch(generation.keys(), expectedEnd);
    }

    boolean isFull() {
        return records.length() >= MAX_BYTES;
    }

    /** Adds the change. A second one of a name is judged against the first: it waits for the next batch, and false is returned. */
    boolean add(CommitRequest request) {
        ByteBuffer name = ByteBuffer.wrap(request.name());
        if (names.contains(name)) {
            return false;
        }
        whole = false; // and stays so if memory runs out half-way
        records.add(request.type(), request.flags(), request.body());
        names.add(name);
        requests.add(request);
        whole = true;
        if (requests.size() == 1) {
            first = Optional.of(request);
        }
        return true;
    }

    /** Returns the change that was added first; for any thread. */
    Optional<CommitRequest> first() {
        return first;
    }

    /** Returns whether the journal ends where it was expected to, so that the records can be appended. */
    boolean continues(View view) {
        return whole && view.generation() == generation && view.position().sameAs(records.start());
    }

    List<CommitRequest> requests() {
        return requests;
    }

    RecordBatch records() {
        return records;
    }

    /** Returns what the changes do once they are written. */
    List<IndexedChange> changes() {
        List<IndexedChange> changes = new ArrayList<>(requests.size());
        long at = records.start().length();
        for (CommitRequest request : requests) {
            RecordLocation location = new RecordLocation(at, request.body().length + RecordHeader.OVERHEAD);
            changes.add(request.at(location));
            at += location.length();
        }
        return changes;
    }
}
