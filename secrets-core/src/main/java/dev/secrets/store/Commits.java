package dev.secrets.store;

import java.util.Optional;

/**
 * Commits a change and finds out what became of it when the store can't tell, by reading the record. While that is as the change
 * expected it, the same change is committed again: at most one of these commits takes effect, and its record is known. A change
 * that may have been made and overtaken is not made again, since that could undo what others did after it. Nor is a creation: a
 * name without a record may be one whose record was made and then deleted.
 */
public final class Commits {
    private static final int MAX_REPEATS = 3;

    private Commits() {}

    /**
     * Returns when the change is durable.
     *
     * @throws StoreConflictException if it was not made and can't be made any more, because of another change
     * @throws OutcomeUnknownException if it may have been made before other changes of the record, may yet be made, or the record
     *     can't be read
     * @throws StoreUnavailableException if the store said that nothing was changed
     */
    public static void commit(SecretStore store, SecretChange change) {
        try {
            store.commit(change);
        } catch (OutcomeUnknownException unknown) {
            settle(store, change, unknown);
        }
    }

    private static void settle(SecretStore store, SecretChange change, OutcomeUnknownException unknown) {
        for (int repeats = 0; repeats < MAX_REPEATS; repeats++) {
            Optional<StoredSecret> now = readBack(store, change.name(), unknown);
            if (isMade(change, now)) {
                return;
            }
            requireAsExpected(change, now, unknown);
            if (isMadeNow(store, change, unknown)) {
                return;
            }
        }
        throw unknown;
    }

    /** Reads twice if need be: what cut the answer off may cut off this one too. */
    private static Optional<StoredSecret> readBack(SecretStore store, String name, OutcomeUnknownException unknown) {
        try {
            return read(store, name);
        } catch (StoreException cutOffToo) {
            unknown.addSuppressed(cutOffToo);
        }
        try {
            return read(store, name);
        } catch (StoreException alsoFailed) {
            unknown.addSuppressed(alsoFailed);
            throw unknown;
        }
    }

    private static Optional<StoredSecret> read(SecretStore store, String name) {
        return store.findLatest(name).map(FoundSecret::secret);
    }

    private static boolean isMade(SecretChange change, Optional<StoredSecret> now) {
        return change instanceof SecretChange.Delete delete
                ? !isOf(now, delete.expectedUid())
                : now.equals(Optional.of(after(change)));
    }

    private static StoredSecret after(SecretChange change) {
        return change instanceof SecretChange.Create create ? create.after() : ((SecretChange.Update) change).after();
    }

    private static void requireAsExpected(
            SecretChange change, Optional<StoredSecret> now, OutcomeUnknownException unknown) {
        if (isAsExpected(change, now)) {
            return;
        }
        if (isRuledOut(change, now)) {
            throw new StoreConflictException("Another change of " + change.name() + " was made meanwhile");
        }
        throw unknown;
    }

    /** Returns whether the change is certain not to have been made so far. */
    private static boolean isAsExpected(SecretChange change, Optional<StoredSecret> now) {
        if (change instanceof SecretChange.Update update) {
            return isRevision(now, update.expectedUid(), update.expectedRevision());
        }
        if (change instanceof SecretChange.Delete delete) {
            return isRevision(now, delete.expectedUid(), delete.expectedRevision());
        }
        return false;
    }

    /** Revisions grow, and an uid that is gone does not come back: another change stands where this one would have to. */
    private static boolean isRuledOut(SecretChange change, Optional<StoredSecret> now) {
        if (change instanceof SecretChange.Delete delete) {
            return isOf(now, delete.expectedUid()) && now.get().revision() > delete.expectedRevision();
        }
        StoredSecret after = after(change);
        return isOf(now, after.secretUid()) && now.get().revision() <= after.revision();
    }

    private static boolean isOf(Optional<StoredSecret> now, String uid) {
        return now.isPresent() && now.get().secretUid().equals(uid);
    }

    private static boolean isRevision(Optional<StoredSecret> now, String uid, long revision) {
        return isOf(now, uid) && now.get().revision() == revision;
    }

    /** Returns false if the record is to be looked at again: a conflict may be with the commit that got no answer. */
    private static boolean isMadeNow(SecretStore store, SecretChange change, OutcomeUnknownException unknown) {
        try {
            store.commit(change);
            return true;
        } catch (StoreConflictException | OutcomeUnknownException either) {
            return false;
        } catch (StoreUnavailableException notMade) {
            unknown.addSuppressed(notMade);
            throw unknown;
        }
    }
}
