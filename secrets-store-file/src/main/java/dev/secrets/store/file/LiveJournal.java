package dev.secrets.store.file;

import dev.secrets.store.file.format.ChainPosition;
import dev.secrets.store.file.index.SecretIndex;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

/**
 * The journal that this instance works on, shared by all threads.
 *
 * <p>Locks, in the order in which they may be nested: the turn of {@link GroupCommit}, the directory's file lock, then
 * {@link #advancing}, under which a view's position is moved or the view is replaced, then the index lock, under which the index is
 * read or changed and nothing else happens. The locks of {@link CommitQueue} are taken under any of the first two or none, and none
 * is taken under them. A view that was replaced is not changed any more.
 */
final class LiveJournal {
    private final ReentrantLock advancing = new ReentrantLock();
    private final ReentrantReadWriteLock indexLock = new ReentrantReadWriteLock();
    private final KnownRecords known = new KnownRecords();
    private volatile View view;

    LiveJournal(View view) {
        this.view = view;
    }

    View view() {
        return view;
    }

    KnownRecords known() {
        return known;
    }

    /** Returns the lock that whoever moves the position or replaces the view must hold. */
    Lock advancing() {
        return advancing;
    }

    /** Looks something up in the view's index. */
    <R> R query(View asked, Function<SecretIndex, R> query) {
        indexLock.readLock().lock();
        try {
            return query.apply(asked.index());
        } finally {
            indexLock.readLock().unlock();
        }
    }

    /** Takes in changes; the position follows when all of a batch are in. */
    void apply(View changed, List<IndexedChange> changes) {
        indexLock.writeLock().lock();
        try {
            changes.forEach(change -> change.applyTo(changed.index()));
        } finally {
            indexLock.writeLock().unlock();
        }
    }

    void replace(View next) {
        view = next;
    }

    /** Moves the view from one place to another unless somebody else, reading the file, already did. */
    void advance(View changed, ChainPosition from, ChainPosition to, List<IndexedChange> changes) {
        advancing.lock();
        try {
            if (changed.position().length() == from.length()) {
                apply(changed, changes);
                changed.position(to);
            }
        } finally {
            advancing.unlock();
        }
    }
}
