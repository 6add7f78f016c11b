package dev.secrets.store.file;

import dev.secrets.store.SealedBytes;
import dev.secrets.store.StoredSecret;
import dev.secrets.store.StoredValue;
import dev.secrets.store.file.format.ChainPosition;
import dev.secrets.store.file.format.PutBody;
import dev.secrets.store.file.format.RecordBatch;
import dev.secrets.store.file.format.RecordHeader;
import dev.secrets.store.file.format.RecordType;
import dev.secrets.store.file.format.SnapshotEndBody;
import dev.secrets.store.file.format.Text;
import dev.secrets.store.file.index.SecretIndex.SecretLocation;
import dev.secrets.store.file.index.SecretIndex.ValueLocation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Copies what lives in a view into a journal: each secret with its current value in one record, so that the two are one read
 * away, and further values behind, a few to a record so that none costs a long read. What does not fit beside metadata that is
 * very long goes into records before, without it. For one thread.
 */
final class Snapshot {
    /** A record takes further values up to this length, */
    private static final int RECORD_TARGET = 32 << 10;

    /** or to so many times the metadata, which stands in each: what is copied must not be mostly dead right away. */
    private static final int METADATA_SHARE = 4;

    /** What a record holds beside metadata and values: three texts, five numbers. */
    private static final int OTHER_FIELDS = 3 * (Short.BYTES + Text.MAX_BYTES) + 5 * Long.BYTES;

    /** What stands before the two parts of a value. */
    private static final int VALUE_FIELDS = Short.BYTES + Integer.BYTES;

    private static final int BUFFER = 1 << 20;
    private static final int NAMES_AT_ONCE = 1000;

    private final LiveJournal source;
    private final View view;
    private final Generation generation;
    private RecordBatch batch;

    /**
     * Prepares to copy.
     *
     * @param generation whose journal is written, with nothing behind its header
     */
    Snapshot(LiveJournal source, View view, Generation generation) {
        this.source = source;
        this.view = view;
        this.generation = generation;
        this.batch = new RecordBatch(generation.keys(), generation.start());
    }

    /**
     * Copies everything. Nothing is synced.
     *
     * @param erases whether nothing of earlier generations may stay
     * @return the place behind the record that ends the snapshot
     */
    ChainPosition write(boolean erases) throws IOException {
        List<byte[]> names = names(new byte[0]);
        while (!names.isEmpty()) {
            for (byte[] name : names) {
                copy(name);
            }
            byte[] last = names.get(names.size() - 1);
            names = names(Arrays.copyOf(last, last.length + 1)); // the smallest name behind the last
        }
        add(RecordType.SNAPSHOT_END, 0, new SnapshotEndBody(batch.end().sequence(), erases).encode());
        flush();
        return batch.end();
    }

    private List<byte[]> names(byte[] from) {
        return source.query(view, index -> index.names(from, NAMES_AT_ONCE));
    }

    private void copy(byte[] name) throws IOException {
        SecretLocation location =
                source.query(view, index -> index.locate(name)).orElseThrow();
        LiveSecret secret = new LiveSecret(view, location);
        PutBody latest = secret.latest();
        Records records = new Records(latest.secret());
        for (ValueLocation value : currentFirst(secret.valueLocations(), latest)) {
            StoredValue stored = secret.value(value);
            records.add(
                    stored,
                    VALUE_FIELDS + value.versionId().length + stored.sealed().length());
        }
        records.end();
    }

    /** The records of one secret. The last of them has the metadata. */
    private final class Records {
        private final StoredSecret secret;
        private final int room;
        private final long usual;
        private final long target;
        private final List<StoredValue> pending = new ArrayList<>();
        private int length;
        private int flags = RecordHeader.FRESH;

        Records(StoredSecret secret) {
            int metadata = secret.metadata().length();
            this.secret = secret;
            this.room = RecordHeader.MAX_BODY_LENGTH - OTHER_FIELDS - metadata;
            this.usual = Math.max(RECORD_TARGET, (long) METADATA_SHARE * metadata);
            this.target = Math.min(room, usual);
        }

        void add(StoredValue value, int needed) throws IOException {
            boolean fits = needed <= (pending.isEmpty() ? room : target - length);
            if (!fits && (needed > room || target < usual)) {
                put(bare(secret), List.of(value));
                return;
            }
            if (!fits) {
                put(secret, pending);
                pending.clear();
                length = 0;
            }
            pending.add(value);
            length += needed;
        }

        void end() throws IOException {
            put(secret, pending);
        }

        private void put(StoredSecret record, List<StoredValue> values) throws IOException {
            Snapshot.this.add(RecordType.PUT, flags, PutBody.encode(record, List.of(), values));
            flags = 0;
        }
    }

    /** Returns whether the record merely carries values, and a later one of the secret has the rest. */
    static boolean isBare(StoredSecret record) {
        return record.metadata().length() == 0
                && record.dueAt().isEmpty()
                && record.currentVersionId().isEmpty();
    }

    /** Returns the least that a value can stand beside: where it was first put there was at least this. */
    private static StoredSecret bare(StoredSecret secret) {
        return new StoredSecret(
                secret.name(),
                secret.secretUid(),
                secret.revision(),
                Optional.empty(),
                Optional.empty(),
                SealedBytes.wrap(new byte[0]));
    }

    private static List<ValueLocation> currentFirst(List<ValueLocation> values, PutBody latest) {
        String current = latest.secret().currentVersionId().orElse("");
        List<ValueLocation> sorted = new ArrayList<>(values);
        sorted.sort(
                Comparator.comparing(value -> !Text.decode(value.versionId()).equals(current)));
        return sorted;
    }

    private void add(RecordType type, int flags, byte[] body) throws IOException {
        batch.add(type, flags, body);
        if (batch.length() > BUFFER) {
            flush();
        }
    }

    private void flush() throws IOException {
        generation.file().write(batch.bytes(), batch.start().length());
        batch = new RecordBatch(generation.keys(), batch.end());
    }
}
