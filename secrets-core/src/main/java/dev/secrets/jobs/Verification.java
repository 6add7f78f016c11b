package dev.secrets.jobs;

import dev.secrets.audit.AuditJournalReport;
import dev.secrets.audit.AuditJournalVerifier;
import dev.secrets.engine.Engine;
import dev.secrets.engine.SealedRecords;
import dev.secrets.keys.KeyManager;
import dev.secrets.maintenance.VerificationFinding;
import dev.secrets.maintenance.VerificationFinding.Kind;
import dev.secrets.maintenance.VerificationOptions;
import dev.secrets.maintenance.VerificationReport;
import dev.secrets.model.DecryptionFailureException;
import dev.secrets.store.StoreException;
import dev.secrets.store.StoredSecret;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks at everything in a store and changes nothing. What others write meanwhile is no finding: a record that is not as it should
 * be is read again, and judged when it stays as it is. Used once.
 */
public final class Verification {
    private static final int MAX_ATTEMPTS = 20;

    /** The key of checkpoints as administrators name it. */
    private static final String CHECKPOINT_KEY = "#checkpoint";

    private final Engine engine;
    private final SealedRecords records;
    private final VerificationOptions options;
    private final UnreadableReasons reasons;
    private final Instant now;
    private final Map<String, CheckpointManifest.Entry> expected;

    private final List<VerificationFinding> findings = new ArrayList<>();
    private long looked;
    private long values;

    /** Prepares a verification; the checkpoint is read, and refused if it is not as it was written. */
    public Verification(Engine engine, VerificationOptions options) {
        this.engine = engine;
        this.records = engine.records();
        this.options = options;
        this.reasons = new UnreadableReasons(engine.managedKeys());
        this.now = records.storeTime();
        this.expected = options.checkpoint()
                .map(path -> new HashMap<>(read(path).records()))
                .orElseGet(HashMap::new);
    }

    /** A key that is not there is not asked for: that would make it, in a key ring from before the first checkpoint. */
    private CheckpointManifest read(Path checkpoint) {
        if (engine.managedKeys().find(CHECKPOINT_KEY).isEmpty()) {
            throw CheckpointManifest.unknownKey();
        }
        return CheckpointManifest.read(checkpoint, engine.checkpointMac());
    }

    /** Does the work. */
    public VerificationReport run() {
        records.find(KeyManager.KEY_RING).ifPresent(this::compare);
        records.forEach("", record -> {
            looked++;
            compare(record);
            findings.addAll(judged(record));
        });
        expected.keySet().stream().sorted().forEach(this::missing);
        options.auditJournal().ifPresent(this::verifyJournal);
        return new VerificationReport(now, looked, values, findings);
    }

    private void compare(StoredSecret record) {
        CheckpointManifest.Entry entry = expected.remove(record.name());
        if (entry == null) {
            return;
        }
        if (!entry.uid().equals(record.secretUid())) {
            find(Kind.REPLACED, record.name(), "it is another secret than at the checkpoint");
        } else if (record.revision() < entry.revision()) {
            find(
                    Kind.ROLLED_BACK,
                    record.name(),
                    "its revision is " + record.revision() + "; at the checkpoint it was " + entry.revision());
        }
    }

    private void missing(String name) {
        if (records.find(name).isEmpty()) {
            find(Kind.VANISHED, name, "it was there at the checkpoint");
        }
    }

    private void find(Kind kind, String name, String detail) {
        findings.add(new VerificationFinding(kind, name, Optional.empty(), detail));
    }

    /** Returns what is wrong with a record that was not changed while it was judged. */
    private List<VerificationFinding> judged(StoredSecret found) {
        StoredSecret record = found;
        for (int attempt = 1; ; attempt++) {
            SecretVerification judgement = judge(record);
            if (judgement.findings().isEmpty() || attempt == MAX_ATTEMPTS) {
                values += judgement.opened();
                return judgement.findings();
            }
            Optional<StoredSecret> again = records.find(record.name());
            if (again.isEmpty()) {
                return List.of();
            }
            if (again.get().equals(record)) {
                values += judgement.opened();
                return judgement.findings();
            }
            record = again.get();
        }
    }

    private SecretVerification judge(StoredSecret record) {
        SecretVerification verification = new SecretVerification(records, reasons, record, options, now);
        try {
            if (record.isReserved()) {
                records.requireOpens(record);
            } else {
                verification.check(records.open(record));
            }
        } catch (StoreException failure) {
            throw failure;
        } catch (DecryptionFailureException closed) {
            verification.find(Kind.RECORD_UNREADABLE, reasons.of(records.useOf(record)));
        } catch (RuntimeException strange) {
            verification.find(Kind.RECORD_UNREADABLE, "this version of the library does not understand what it says");
        }
        return verification;
    }

    private void verifyJournal(Path directory) {
        AuditJournalReport report = new AuditJournalVerifier(engine.auditMac()).verify(directory);
        report.problems().forEach(problem -> find(Kind.AUDIT_TRAIL, "", problem.toString()));
    }
}
