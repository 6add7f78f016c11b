package dev.secrets.jobs;

import dev.secrets.engine.Engine;
import dev.secrets.keys.KeyManager;
import dev.secrets.maintenance.Checkpoint;
import dev.secrets.store.StoredSecret;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes down what the store holds now. Records that change meanwhile may be listed as they were before or after. */
public final class Checkpointing {
    private final Engine engine;

    /** Prepares a checkpoint. */
    public Checkpointing(Engine engine) {
        this.engine = engine;
    }

    /** Writes the manifest. */
    public Checkpoint write(Path path) {
        Map<String, CheckpointManifest.Entry> records = new LinkedHashMap<>();
        var time = engine.records().storeTime();
        engine.records().forEach("", record -> add(record, records));
        int listed = records.size();
        engine.records().find(KeyManager.KEY_RING).ifPresent(ring -> add(ring, records));
        CheckpointManifest.write(path, time.toString(), records, engine.checkpointMac(), new FileSync());
        return new Checkpoint(time, listed);
    }

    private static void add(StoredSecret record, Map<String, CheckpointManifest.Entry> records) {
        records.put(record.name(), new CheckpointManifest.Entry(record.secretUid(), record.revision()));
    }
}
