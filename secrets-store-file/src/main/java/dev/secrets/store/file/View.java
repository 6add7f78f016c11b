package dev.secrets.store.file;

import dev.secrets.store.file.format.ChainPosition;
import dev.secrets.store.file.format.RecordHeader;
import dev.secrets.store.file.index.SecretIndex;

/**
 * A journal, how far it is known, and the index of it up to there. Who changes it and under which locks, {@link LiveJournal}
 * says; while a journal is being opened it belongs to one thread.
 */
final class View {
    private final Generation generation;
    private final SecretIndex index = new SecretIndex();
    private volatile ChainPosition position;
    private boolean snapshotComplete;
    private boolean mustBeAlone;

    /** Knows nothing but the header yet. */
    View(Generation generation) {
        this.generation = generation;
        this.position = generation.start();
        this.snapshotComplete = generation.number() == 1;
    }

    Generation generation() {
        return generation;
    }

    SecretIndex index() {
        return index;
    }

    ChainPosition position() {
        return position;
    }

    void position(ChainPosition changed) {
        position = changed;
    }

    /** Returns whether all that the compaction copied was seen; the first generation begins empty. */
    boolean isSnapshotComplete() {
        return snapshotComplete;
    }

    void snapshotCompleted(boolean erases) {
        snapshotComplete = true;
        mustBeAlone = erases;
    }

    /** Returns whether no earlier journal may stay in the directory. */
    boolean mustBeAlone() {
        return mustBeAlone;
    }

    /** Returns how much of the journal up to here is no longer needed. */
    long deadBytes() {
        long overhead = generation.start().length() + RecordHeader.OVERHEAD;
        return Math.max(0, position.length() - overhead - index.liveBytes());
    }
}
