package dev.secrets.jobs;

import dev.secrets.engine.SealedRecords;
import dev.secrets.keys.KeyUse;
import dev.secrets.maintenance.ReencryptionOptions;
import dev.secrets.maintenance.Unreadable;
import dev.secrets.model.DecryptionFailureException;
import dev.secrets.model.EncryptionFailureException;
import dev.secrets.model.SecretValue;
import dev.secrets.operations.KmsKeys;
import dev.secrets.state.Secret;
import dev.secrets.state.SecretVersion;
import dev.secrets.store.SealedBytes;
import dev.secrets.store.StoreConflictException;
import dev.secrets.store.StoredSecret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One attempt to move one secret to the newest keys. */
final class SecretReencryption {
    private final SealedRecords records;
    private final UnreadableReasons reasons;
    private final ReencryptionOptions options;
    private final StoredSecret record;
    private final Secret before;
    private final SealedRecords.Change change;

    private final List<Unreadable> unreadable = new ArrayList<>();
    private final List<KeyUse> left = new ArrayList<>();
    private int moved;
    private int current;

    SecretReencryption(
            SealedRecords records, UnreadableReasons reasons, ReencryptionOptions options, StoredSecret record) {
        this.records = records;
        this.reasons = reasons;
        this.options = options;
        this.record = record;
        this.before = records.open(record);
        this.change = records.change();
    }

    /** @throws StoreConflictException if another writer was faster, or values were changed beside the record that was read */
    RecordResult run() {
        Map<String, SealedBytes> values = records.valuesByVersion(record);
        Secret after = withDestination();
        for (SecretVersion version : before.versions().all()) {
            if (version.value().isPresent()) {
                after = move(after, version, Optional.ofNullable(values.get(version.id())));
            }
        }
        boolean needed = !after.equals(before) || !records.isUnderCurrentMaterial(record);
        if (needed) {
            change.replace(record, before, after);
        } else if (!unreadable.isEmpty()) {
            requireUnchanged();
        }
        return new RecordResult(needed, moved, current, unreadable, left);
    }

    /** What seemed unreadable may have been a value of a later record. */
    private void requireUnchanged() {
        if (!records.find(record.name()).equals(Optional.of(record))) {
            throw new StoreConflictException("The record was changed while it was read");
        }
    }

    /** New values of a secret that is moved to another key come under that key too. */
    private Secret withDestination() {
        Optional<String> key = before.settings().kmsKeyId();
        return isAsked(key) && options.destinationKeyId().isPresent()
                ? before.settings(settings -> settings.kmsKeyId(destinationOf(key)), before.lastChangedDate())
                : before;
    }

    private boolean isAsked(Optional<String> kmsKeyId) {
        return options.sourceKeyId()
                .filter(source -> !KmsKeys.id(KmsKeys.normalized(source)).equals(KmsKeys.id(kmsKeyId)))
                .isEmpty();
    }

    private Optional<String> destinationOf(Optional<String> kmsKeyId) {
        return options.destinationKeyId().isPresent()
                ? options.destinationKeyId().flatMap(KmsKeys::normalized)
                : kmsKeyId;
    }

    private Secret move(Secret secret, SecretVersion version, Optional<SealedBytes> sealed) {
        if (!isAsked(version.kmsKeyId())) {
            return secret;
        }
        if (sealed.isEmpty()) {
            return unreadable(secret, version, "it is missing");
        }
        Optional<String> destination = destinationOf(version.kmsKeyId());
        if (destination.equals(version.kmsKeyId()) && records.isUnderCurrentMaterial(before, version, sealed.get())) {
            current++;
            return secret;
        }
        Optional<KeyUse> use = records.useOf(before, version, sealed.get());
        try (SecretValue value = records.open(before, version, sealed.get())) {
            SecretVersion resealed = change.seal(before, version, destination, value);
            moved++;
            return secret.resealed(version.id(), kept -> resealed);
        } catch (DecryptionFailureException closed) {
            use.ifPresent(left::add);
            return unreadable(secret, version, reasons.of(use));
        } catch (EncryptionFailureException refused) {
            use.ifPresent(left::add);
            return unreadable(secret, version, "key '" + KmsKeys.id(destination) + "' can't be used for sealing");
        }
    }

    private Secret unreadable(Secret secret, SecretVersion version, String reason) {
        unreadable.add(new Unreadable(record.name(), Optional.of(version.id()), reason));
        return secret;
    }
}
