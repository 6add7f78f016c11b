package dev.secrets.store.file;

import dev.secrets.store.SecretChange;
import dev.secrets.store.StoreConflictException;
import dev.secrets.store.StoredValue;
import dev.secrets.store.file.CommitRequest.Expected;
import dev.secrets.store.file.format.DeleteBody;
import dev.secrets.store.file.format.PutBody;
import dev.secrets.store.file.format.RecordIdentity;
import dev.secrets.store.file.format.Text;
import dev.secrets.store.file.index.RecordLocation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes the record of a change before its turn comes, so that whoever writes only has to compare a place and to append. A change
 * that is too late already is refused here.
 *
 * <p>A small value that stays current while the rest changes is written again beside the new record, so that finding a secret
 * goes on to be a single read.
 */
final class ChangePreparation {
    /** A value in a record longer than this is not written again. */
    private static final int MAX_CARRIED = 8 << 10;

    private final StoreReads reads;
    private final LiveJournal journal;

    ChangePreparation(StoreReads reads, LiveJournal journal) {
        this.reads = reads;
        this.journal = journal;
    }

    /** Returns the change, ready to be written. */
    CommitRequest prepare(SecretChange change) throws IOException {
        if (change instanceof SecretChange.Create create) {
            return create(create);
        }
        if (change instanceof SecretChange.Update update) {
            return update(update);
        }
        return delete((SecretChange.Delete) change);
    }

    private static CommitRequest create(SecretChange.Create create) throws IOException {
        byte[] body = PutBody.encode(create.after(), List.of(), create.values());
        return CommitRequest.put(true, body, Optional.empty());
    }

    private CommitRequest update(SecretChange.Update update) throws IOException {
        RecordIdentity identity = new RecordIdentity(update.expectedUid(), update.expectedRevision());
        Optional<Expected> known = known(update.name(), identity);
        if (known.isPresent() && !leavesCurrentValue(update)) {
            return put(update, known.get(), Optional.empty());
        }
        return reads.read(
                view -> Optional.of(put(update, expected(view, update.name(), identity), carried(view, update))));
    }

    private static CommitRequest put(SecretChange.Update update, Expected expected, Optional<StoredValue> carried)
            throws IOException {
        List<StoredValue> values = new ArrayList<>(update.putValues());
        carried.ifPresent(values::add);
        byte[] body = PutBody.encode(update.after(), update.removedVersionIds(), values);
        return CommitRequest.put(isFresh(update), body, Optional.of(expected));
    }

    private static boolean isFresh(SecretChange.Update update) {
        return !update.after().secretUid().equals(update.expectedUid());
    }

    private CommitRequest delete(SecretChange.Delete delete) throws IOException {
        RecordIdentity identity = new RecordIdentity(delete.expectedUid(), delete.expectedRevision());
        Optional<Expected> known = known(delete.name(), identity);
        Expected expected = known.isPresent()
                ? known.get()
                : reads.read(view -> Optional.of(expected(view, delete.name(), identity)));
        byte[] body = DeleteBody.encode(delete.name(), delete.expectedUid(), delete.expectedRevision());
        return CommitRequest.delete(Text.encode(delete.name()), body, expected);
    }

    /** Returns the record that is expected, if it is the latest one that is known here and need not be read. */
    private Optional<Expected> known(String name, RecordIdentity identity) {
        View view = journal.view();
        return journal.query(view, index -> index.find(Text.probe(name)))
                .filter(location -> journal.known()
                        .find(view.generation(), location)
                        .filter(identity::equals)
                        .isPresent())
                .map(location -> new Expected(identity, view, location));
    }

    private Expected expected(View view, String name, RecordIdentity identity) throws IOException {
        RecordLocation location = journal.query(view, index -> index.find(Text.probe(name)))
                .orElseThrow(() -> new StoreConflictException("There is no secret of the name " + name));
        if (!RecordReader.read(view.generation(), location).identity().equals(identity)) {
            throw new StoreConflictException(
                    "The secret " + name + " is not at the expected revision " + identity.revision());
        }
        return new Expected(identity, view, location);
    }

    /** Returns the current value if the change leaves it where it is and it is small. */
    private Optional<StoredValue> carried(View view, SecretChange.Update update) throws IOException {
        if (!leavesCurrentValue(update)) {
            return Optional.empty();
        }
        String current = update.after().currentVersionId().orElseThrow();
        Optional<LiveSecret> before = journal.query(view, index -> index.locate(Text.probe(update.name())))
                .map(location -> new LiveSecret(view, location));
        boolean isSmall = before.flatMap(secret -> secret.locationOf(current))
                .filter(location -> location.length() <= MAX_CARRIED)
                .isPresent();
        return isSmall ? before.get().value(current) : Optional.empty();
    }

    private static boolean leavesCurrentValue(SecretChange.Update update) {
        Optional<String> current = update.after().currentVersionId();
        return !isFresh(update)
                && current.isPresent()
                && !update.removedVersionIds().contains(current.get())
                && !isGiven(update, current.get());
    }

    private static boolean isGiven(SecretChange.Update update, String versionId) {
        for (StoredValue value : update.putValues()) {
            if (value.versionId().equals(versionId)) {
                return true;
            }
        }
        return false;
    }
}
