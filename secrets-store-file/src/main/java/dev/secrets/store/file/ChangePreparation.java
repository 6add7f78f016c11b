package dev.secrets.store.file;

import dev.secrets.store.SecretChange;
import dev.secrets.store.StoreConflictException;
import dev.secrets.store.StoredValue;
import dev.secrets.store.file.CommitRequest.Expected;
import dev.secrets.store.file.format.DeleteBody;
import dev.secrets.store.file.format.PutBody;
import dev.secrets.store.file.format.RecordHeader;
import dev.secrets.store.file.format.RecordType;
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

    private static CommitRequest create(SecretChange.Create create) {
        byte[] body = PutBody.encode(create.after(), List.of(), create.values());
        byte[] name = Text.encode(create.name());
        return new CommitRequest(name, RecordType.PUT, RecordHeader.FRESH, body, Optional.empty());
    }

    private CommitRequest update(SecretChange.Update update) throws IOException {
        return reads.read(view -> {
            LiveSecret before = expected(view, update.name(), update.expectedUid(), update.expectedRevision());
            boolean fresh = !update.after().secretUid().equals(update.expectedUid());
            List<StoredValue> values = new ArrayList<>(update.putValues());
            if (!fresh) {
                carried(before, update).ifPresent(values::add);
            }
            byte[] body = PutBody.encode(update.after(), update.removedVersionIds(), values);
            Expected expected = new Expected(update.expectedUid(), update.expectedRevision(), view, before.location());
            return Optional.of(new CommitRequest(
                    Text.encode(update.name()),
                    RecordType.PUT,
                    fresh ? RecordHeader.FRESH : 0,
                    body,
                    Optional.of(expected)));
        });
    }

    private CommitRequest delete(SecretChange.Delete delete) throws IOException {
        return reads.read(view -> {
            LiveSecret before = expected(view, delete.name(), delete.expectedUid(), delete.expectedRevision());
            byte[] body = DeleteBody.encode(delete.name(), delete.expectedUid(), delete.expectedRevision());
            Expected expected = new Expected(delete.expectedUid(), delete.expectedRevision(), view, before.location());
            return Optional.of(
                    new CommitRequest(Text.encode(delete.name()), RecordType.DELETE, 0, body, Optional.of(expected)));
        });
    }

    private LiveSecret expected(View view, String name, String uid, long revision) throws IOException {
        LiveSecret secret = journal.query(view, index -> index.locate(Text.probe(name)))
                .map(location -> new LiveSecret(view, location))
                .orElseThrow(() -> new StoreConflictException("There is no secret of the name " + name));
        if (!secret.latest().hasIdentity(uid, revision)) {
            throw new StoreConflictException("The secret " + name + " is not at the expected revision " + revision);
        }
        return secret;
    }

    /** Returns the current value if the change leaves it where it is and it is small. */
    private static Optional<StoredValue> carried(LiveSecret before, SecretChange.Update update) throws IOException {
        Optional<String> current = update.after().currentVersionId();
        if (current.isEmpty() || update.removedVersionIds().contains(current.get())) {
            return Optional.empty();
        }
        boolean given =
                update.putValues().stream().anyMatch(value -> value.versionId().equals(current.get()));
        Optional<RecordLocation> location = before.locationOf(current.get());
        return given || location.isEmpty() || location.get().length() > LONGEST_CARRIED
                ? Optional.empty()
                : before.value(current.get());
    }
}
