package dev.secrets.store;

import java.util.Optional;

/** Commits a change and finds out what became of it when the store can't tell, by reading the record. */
public final class Commits {
    private Commits() {}

    /**
     * Returns when the change is durable.
     *
     * @throws StoreConflictException if it was not made and the record is not as expected
     * @throws OutcomeUnknownException if the record is still as expected, so that the change may yet be made, or can't be read
     * @throws StoreUnavailableException if the store said that nothing was changed
     */
    public static void commit(SecretStore store, SecretChange change) {
        try {
            store.commit(change);
        } catch (OutcomeUnknownException unknown) {
            requireMade(store, change, unknown);
        }
    }

    private static void requireMade(SecretStore store, SecretChange change, OutcomeUnknownException unknown) {
        Optional<StoredSecret> now = readBack(store, change.name(), unknown);
        if (isMade(change, now)) {
            return;
        }
        if (isAsExpected(change, now)) {
            throw unknown;
        }
        throw new StoreConflictException("Another change of " + change.name() + " was made meanwhile");
    }

    private static Optional<StoredSecret> readBack(SecretStore store, String name, OutcomeUnknownException unknown) {
        try {
            return store.findLatest(name).map(FoundSecret::secret);
        } catch (StoreException alsoFailed) {
            unknown.addSuppressed(alsoFailed);
            throw unknown;
        }
    }

    private static boolean isMade(SecretChange change, Optional<StoredSecret> now) {
        if (change instanceof SecretChange.Create create) {
            return now.equals(Optional.of(create.after()));
        }
        if (change instanceof SecretChange.Update update) {
            return now.equals(Optional.of(update.after()));
        }
        SecretChange.Delete delete = (SecretChange.Delete) change;
        return now.filter(record -> record.secretUid().equals(delete.expectedUid()))
                .isEmpty();
    }

    private static boolean isAsExpected(SecretChange change, Optional<StoredSecret> now) {
        if (change instanceof SecretChange.Update update) {
            return isRevision(now, update.expectedUid(), update.expectedRevision());
        }
        if (change instanceof SecretChange.Delete delete) {
            return isRevision(now, delete.expectedUid(), delete.expectedRevision());
        }
        return now.isEmpty();
    }

    private static boolean isRevision(Optional<StoredSecret> now, String uid, long revision) {
        return now.filter(record -> record.secretUid().equals(uid) && record.revision() == revision)
                .isPresent();
    }
}
