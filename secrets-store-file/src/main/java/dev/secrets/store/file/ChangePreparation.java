package dev.secrets.store.file;

import dev.secrets.store.SecretChange;
import dev.secrets.store.StoreConflictException;
import dev.secrets.store.StoredValue;
import dev.secrets.store.file.CommitRequest.Expected;
import dev.secrets.store.file.format.DeleteBody;
import dev.secrets.store.file.format.PutBody;
import dev.secrets.store.file.format.Text;
import dev.secrets.store.file.index.RecordLocation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes the record of a change on the caller's thread, so that the I/O thread only has to compare a place and to append. A change
 * that is too late already is refused here.
 *
 * <p>A small value that stays current while the rest changes is written again beside the new record, so that finding a secret
 * goes on to be a single read.
 */
final class ChangePreparation {
    /** A value in a record longer than this is not written again. */
    private static final int LONGEST_CARRIED = 8 << 10;

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
        return reads.read(view -> {
            Expected expected = expected(view, update.name(), update.expectedUid(), update.expectedRevision());
            boolean fresh = !update.after().secretUid().equals(update.expectedUid());
            List<StoredValue> values = new ArrayList<>(update.putValues());
            if (!fresh) {
                carried(view, update).ifPresent(values::add);
            }
            byte[] body = PutBody.encode(update.after(), update.removedVersionIds(), values);
            return Optional.of(CommitRequest.put(fresh, body, Optional.of(expected)));
        });
    }

    private CommitRequest delete(SecretChange.Delete delete) throws IOException {
        return reads.read(view -> {
            Expected expected = expected(view, delete.name(), delete.expectedUid(), delete.expectedRevision());
            byte[] body = DeleteBody.encode(delete.name(), delete.expectedUid(), delete.expectedRevision());
            return Optional.of(CommitRequest.delete(Text.encode(delete.name()), body, expected));
        });
    }

    private Expected expected(View view, String name, String uid, long revision) throws IOException {
        RecordLocation location = journal.query(view, index -> index.find(Text.probe(name)))
                .orElseThrow(() -> new StoreConflictException("There is no secret of the name " + name));
        if (!RecordReader.read(view.generation(), location).hasIdentity(uid, revision)) {
            throw new StoreConflictException("The secret " + name + " is not at the expected revision " + revision);
        }
        return new Expected(uid, revision, view, location);
    }

    /** Returns the current value if the change leaves it where it is and it is small. */
    private Optional<StoredValue> carried(View view, SecretChange.Update update) throws IOException {
        Optional<String> current = update.after().currentVersionId();
        if (current.isEmpty() || update.removedVersionIds().contains(current.get()) || isGiven(update, current.get())) {
            return Optional.empty();
        }
        Optional<LiveSecret> before = journal.query(view, index -> index.locate(Text.probe(update.name())))
                .map(location -> new LiveSecret(view, location));
        boolean isSmall = before.flatMap(secret -> secret.locationOf(current.get()))
                .filter(location -> location.length() <= LONGEST_CARRIED)
                .isPresent();
        return isSmall ? before.get().value(current.get()) : Optional.empty();
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
