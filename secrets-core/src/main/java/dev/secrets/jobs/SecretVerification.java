package dev.secrets.jobs;

import static dev.secrets.model.StagingLabel.AWSCURRENT;
import static dev.secrets.model.StagingLabel.AWSPENDING;

import dev.secrets.engine.SealedRecords;
import dev.secrets.maintenance.VerificationFinding;
import dev.secrets.maintenance.VerificationFinding.Kind;
import dev.secrets.maintenance.VerificationOptions;
import dev.secrets.model.DecryptionFailureException;
import dev.secrets.state.ReplicaTarget;
import dev.secrets.state.Rotation;
import dev.secrets.state.Secret;
import dev.secrets.state.SecretVersion;
import dev.secrets.store.SealedBytes;
import dev.secrets.store.StoredSecret;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The judgement of one record as it was read once. */
final class SecretVerification {
    private final SealedRecords records;
    private final UnreadableReasons reasons;
    private final StoredSecret record;
    private final VerificationOptions options;
    private final Instant now;
    private final List<VerificationFinding> findings = new ArrayList<>();
    private long opened;

    SecretVerification(
            SealedRecords records,
            UnreadableReasons reasons,
            StoredSecret record,
            VerificationOptions options,
            Instant now) {
        this.records = records;
        this.reasons = reasons;
        this.record = record;
        this.options = options;
        this.now = now;
    }

    List<VerificationFinding> findings() {
        return findings;
    }

    long opened() {
        return opened;
    }

    void find(Kind kind, String detail) {
        findings.add(new VerificationFinding(kind, record.name(), Optional.empty(), detail));
    }

    private void find(Kind kind, SecretVersion version, String detail) {
        findings.add(new VerificationFinding(kind, record.name(), Optional.of(version.id()), detail));
    }

    void check(Secret secret) {
        checkValues(secret);
        checkLabels(secret);
        checkPending(secret);
        checkSchedule(secret);
        checkReplication(secret);
    }

    private void checkValues(Secret secret) {
        Map<String, SealedBytes> values = new HashMap<>(records.valuesByVersion(record));
        for (SecretVersion version : secret.versions().all()) {
            if (version.value().isPresent()) {
                checkValue(secret, version, Optional.ofNullable(values.remove(version.id())));
            }
        }
        values.keySet().stream()
                .sorted()
                .forEach(orphan -> findings.add(new VerificationFinding(
                        Kind.VALUE_ORPHANED,
                        record.name(),
                        Optional.of(orphan),
                        "no version of the secret has this value")));
    }

    private void checkValue(Secret secret, SecretVersion version, Optional<SealedBytes> value) {
        if (value.isEmpty()) {
            find(Kind.VALUE_MISSING, version, "the value is not in the store");
            return;
        }
        try {
            records.open(secret, version, value.get()).close();
            opened++;
        } catch (DecryptionFailureException closed) {
            find(Kind.VALUE_UNREADABLE, version, reasons.of(records.useOf(secret, version, value.get())));
        }
    }

    private void checkLabels(Secret secret) {
        Optional<SecretVersion> current = secret.versions().current();
        boolean hasValue = secret.versions().all().stream()
                .anyMatch(version -> version.value().isPresent());
        if (hasValue && current.flatMap(SecretVersion::value).isEmpty()) {
            find(Kind.LABELS_INCONSISTENT, "there are values, and " + AWSCURRENT + " is on none of them");
        }
        if (!record.currentVersionId().equals(current.map(SecretVersion::id))) {
            find(Kind.LABELS_INCONSISTENT, "the record names another current version than its metadata");
        }
    }

    private void checkPending(Secret secret) {
        secret.versions()
                .labelled(AWSPENDING)
                .filter(pending -> !pending.has(AWSCURRENT))
                .filter(pending -> isOverdue(pending.createdDate()))
                .ifPresent(pending -> find(
                        Kind.PENDING_STUCK,
                        pending,
                        AWSPENDING + " is on it since " + pending.createdDate() + attempt(secret)));
    }

    private static String attempt(Secret secret) {
        return secret.rotation()
                .flatMap(Rotation::attempt)
                .map(attempt -> ", and the rotation has failed " + attempt.failures() + " times")
                .orElse(", and no rotation is under way");
    }

    private void checkSchedule(Secret secret) {
        if (!record.dueAt().equals(secret.dueAt())) {
            find(Kind.SCHEDULE_INCONSISTENT, "the record is due at another time than its metadata says");
        }
        secret.rotation().ifPresent(rotation -> checkRotation(secret, rotation));
        secret.deletionOrRotationDueAt()
                .filter(this::isOverdue)
                .ifPresent(due -> find(
                        Kind.SCHEDULE_OVERDUE,
                        (secret.deletionDate().isPresent() ? "its deletion" : "its rotation") + " was due at " + due));
    }

    private void checkRotation(Secret secret, Rotation rotation) {
        if (rotation.enabled()
                && rotation.configuration().rules().isPresent()
                && rotation.plan().isEmpty()) {
            find(Kind.SCHEDULE_INCONSISTENT, "rotation has rules, and no next date");
        }
        rotation.plan()
                .filter(plan -> plan.startAt().isAfter(plan.nextRotationDate()))
                .ifPresent(plan -> find(Kind.SCHEDULE_INCONSISTENT, "the next rotation begins after its window"));
        rotation.attempt()
                .filter(attempt -> secret.versions().find(attempt.versionId()).isEmpty())
                .ifPresent(attempt -> find(Kind.SCHEDULE_INCONSISTENT, "the rotation under way has no version"));
    }

    private void checkReplication(Secret secret) {
        for (ReplicaTarget replica : secret.replicas()) {
            replica.outstanding()
                    .filter(work -> isOverdue(work.since()))
                    .ifPresent(work -> find(
                            Kind.REPLICATION_OVERDUE,
                            "its replica in " + replica.region() + " is behind since " + work.since()
                                    + work.failure().map(said -> ": " + said).orElse("")));
        }
    }

    private boolean isOverdue(Instant since) {
        return since.plus(options.overdueAfter()).isBefore(now);
    }
}
