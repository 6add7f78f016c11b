package dev.secrets.jobs;

import dev.secrets.engine.Engine;
import dev.secrets.engine.SealedRecords;
import dev.secrets.keys.KeyUse;
import dev.secrets.maintenance.ReencryptionOptions;
import dev.secrets.maintenance.ReencryptionProgress;
import dev.secrets.maintenance.ReencryptionReport;
import dev.secrets.maintenance.Unreadable;
import dev.secrets.model.DecryptionFailureException;
import dev.secrets.model.EncryptionFailureException;
import dev.secrets.store.OutcomeUnknownException;
import dev.secrets.store.StoreConflictException;
import dev.secrets.store.StoredSecret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Moves all that is sealed to the newest material of its key, secret by secret, each in one commit. Safe while others write: who
 * is faster wins, and the secret is looked at again. What does not open is named and left as it is. Used once.
 */
public final class Reencryption {
    private static final int MAX_ATTEMPTS = 100;

    private final SealedRecords records;
    private final ReencryptionOptions options;
    private final Consumer<ReencryptionProgress> listener;
    private final UnreadableReasons reasons;

    private final List<Unreadable> unreadable = new ArrayList<>();
    private final SortedMap<KeyUse, Long> remaining = new TreeMap<>();
    private long looked;
    private long written;
    private long moved;
    private long current;

    /** Prepares a re-encryption, and tells the listener after each batch. */
    public Reencryption(Engine engine, ReencryptionOptions options, Consumer<ReencryptionProgress> listener) {
        this.records = engine.records();
        this.options = options;
        this.listener = listener;
        this.reasons = new UnreadableReasons(engine.managedKeys());
    }

    /** Does the work. What the listener throws ends it; what was moved stays moved. */
    public ReencryptionReport run() {
        String from = options.startAfter().isEmpty() ? "" : options.startAfter() + '\0';
        records.forEach(from, this::move);
        return new ReencryptionReport(looked, written, moved, current, unreadable, remaining);
    }

    private void move(StoredSecret record) {
        add(moveUntilDurable(record));
        looked++;
        if (looked % options.batchSize() == 0) {
            listener.accept(new ReencryptionProgress(record.name(), looked, moved, current, unreadable.size()));
        }
    }

    private void add(RecordResult result) {
        written += result.written() ? 1 : 0;
        moved += result.moved();
        current += result.current();
        unreadable.addAll(result.unreadable());
        result.left().forEach(use -> remaining.merge(use, 1L, Long::sum));
    }

    private RecordResult moveUntilDurable(StoredSecret found) {
        Optional<StoredSecret> record = Optional.of(found);
        for (int attempt = 1; record.isPresent() && attempt <= MAX_ATTEMPTS; attempt++) {
            try {
                return moveOnce(record.get());
            } catch (StoreConflictException | OutcomeUnknownException faster) {
                record = records.find(found.name());
            }
        }
        return record.isEmpty()
                ? RecordResult.NOTHING
                : unreadable(found, "it was changed all the time; run this again");
    }

    private RecordResult moveOnce(StoredSecret record) {
        try {
            return record.isReserved()
                    ? moveReserved(record)
                    : new SecretReencryption(records, reasons, options, record).run();
        } catch (DecryptionFailureException closed) {
            return unreadable(record, reasons.of(records.useOf(record)));
        } catch (EncryptionFailureException refused) {
            return unreadable(record, "its metadata can't be sealed anew");
        }
    }

    private RecordResult moveReserved(StoredSecret record) {
        records.requireOpens(record);
        if (records.isUnderCurrentMaterial(record)) {
            return RecordResult.NOTHING;
        }
        records.resealReserved(record);
        return RecordResult.WRITTEN;
    }

    private RecordResult unreadable(StoredSecret record, String reason) {
        return RecordResult.unreadable(new Unreadable(record.name(), Optional.empty(), reason), records.useOf(record));
    }
}
