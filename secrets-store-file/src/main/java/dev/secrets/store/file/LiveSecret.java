package dev.secrets.store.file;

import dev.secrets.store.StoredValue;
import dev.secrets.store.file.format.DamagedException;
import dev.secrets.store.file.format.PutBody;
import dev.secrets.store.file.format.Text;
import dev.secrets.store.file.index.RecordLocation;
import dev.secrets.store.file.index.SecretIndex.SecretLocation;
import dev.secrets.store.file.index.SecretIndex.ValueLocation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One secret in a view: its latest record and its values, each record read once and when it is asked for. For one thread. */
final class LiveSecret {
    private final Generation generation;
    private final SecretLocation location;
    private final Map<RecordLocation, PutBody> records = new HashMap<>();

    LiveSecret(View view, SecretLocation location) {
        this.generation = view.generation();
        this.location = location;
    }

    RecordLocation location() {
        return location.record();
    }

    /** Returns the latest record. */
    PutBody latest() throws IOException {
        return record(location.record());
    }

    /** Returns where the values lie. */
    List<ValueLocation> valueLocations() {
        return location.values();
    }

    /** Returns the record that holds the version's value, if it has one. */
    Optional<RecordLocation> locationOf(String versionId) {
        return find(versionId).map(ValueLocation::record);
    }

    /** Returns the version's value, if it has one. */
    Optional<StoredValue> value(String versionId) throws IOException {
        Optional<ValueLocation> found = find(versionId);
        return found.isEmpty() ? Optional.empty() : Optional.of(value(found.get()));
    }

    private Optional<ValueLocation> find(String versionId) {
        byte[] key = Text.probe(versionId);
        return location.values().stream()
                .filter(value -> Arrays.equals(value.versionId(), key))
                .findFirst();
    }

    /** Returns all values. */
    List<StoredValue> values() throws IOException {
        List<StoredValue> all = new ArrayList<>();
        for (ValueLocation value : location.values()) {
            all.add(value(value));
        }
        return all;
    }

    StoredValue value(ValueLocation value) throws IOException {
        return record(value.record())
                .value(value.versionId())
                .orElseThrow(() -> new DamagedException("A record lacks a value that its index promises"));
    }

    private PutBody record(RecordLocation at) throws IOException {
        PutBody known = records.get(at);
        if (known == null) {
            known = RecordReader.read(generation, at);
            records.put(at, known);
        }
        return known;
    }
}
