package dev.secrets.store;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** One run of {@link SecretStores#copy}. Used by one thread. */
final class StoreCopy {
    private final SecretStore from;
    private final SecretStore to;
    private final Consumer<StoreCopyProgress> progress;
    private long copied;
    private long done;

    StoreCopy(SecretStore from, SecretStore to, Consumer<StoreCopyProgress> progress) {
        this.from = from;
        this.to = to;
        this.progress = progress;
    }

    StoreCopyReport run() {
        SecretStores.forEach(from, this::requireAcceptable);
        long total = count(from);
        SecretStores.forEach(from, record -> {
            copied += isCopied(record) ? 1 : 0;
            done++;
            progress.accept(new StoreCopyProgress(done, Math.max(done, total)));
        });
        SecretStores.forEach(from, this::requireEqual);
        requireSameNumber();
        return new StoreCopyReport(copied, done - copied);
    }

    /** A target with a key ring of its own is refused before anything is written. */
    private void requireAcceptable(StoredSecret record) {
        if (record.isReserved()) {
            find(to, record.name())
                    .filter(there -> !there.equals(record))
                    .ifPresent(there -> requireEarlier(there, record));
        }
    }

    private static long count(SecretStore store) {
        long[] count = {0};
        SecretStores.forEach(store, record -> count[0]++);
        return count[0];
    }

    /** Returns whether the record had to be written. */
    private boolean isCopied(StoredSecret record) {
        Optional<StoredSecret> there = find(to, record.name());
        if (there.isPresent() && there.get().equals(record)) {
            return false;
        }
        List<StoredValue> values = from.values(record.name(), record.secretUid());
        to.commit(
                there.isEmpty()
                        ? new SecretChange.Create(record, values)
                        : update(requireEarlier(there.get(), record), record, values));
        return true;
    }

    private SecretChange update(StoredSecret before, StoredSecret after, List<StoredValue> values) {
        Set<String> removed = versionIds(to.values(before.name(), before.secretUid()));
        removed.removeAll(versionIds(values));
        return new SecretChange.Update(before.secretUid(), before.revision(), after, values, removed);
    }

    private static Set<String> versionIds(List<StoredValue> values) {
        return values.stream().map(StoredValue::versionId).collect(Collectors.toCollection(HashSet::new));
    }

    private static StoredSecret requireEarlier(StoredSecret there, StoredSecret record) {
        if (!there.secretUid().equals(record.secretUid()) || there.revision() >= record.revision()) {
            throw new StoreConflictException("The target holds another record named " + record.name()
                    + ": it is a store of its own. Copy into an empty store");
        }
        return there;
    }

    private void requireEqual(StoredSecret record) {
        boolean sameRecord = find(to, record.name()).filter(record::equals).isPresent();
        if (!sameRecord || !values(from, record).equals(values(to, record))) {
            throw new StoreConflictException("The record named " + record.name()
                    + " is not the same in both stores: somebody wrote to one of them meanwhile. Copy again");
        }
    }

    private void requireSameNumber() {
        long there = count(to);
        if (there != done) {
            throw new StoreConflictException("The target holds " + there + " records and the source " + done
                    + ": somebody wrote to one of them meanwhile, or the target was not empty");
        }
    }

    private static Optional<StoredSecret> find(SecretStore store, String name) {
        return store.findLatest(name).map(FoundSecret::secret);
    }

    private static Set<StoredValue> values(SecretStore store, StoredSecret record) {
        return Set.copyOf(store.values(record.name(), record.secretUid()));
    }
}
