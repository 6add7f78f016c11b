package dev.secrets.replication;

import dev.secrets.engine.LoadedSecret;
import dev.secrets.engine.SealedValues;
import dev.secrets.engine.SecretRepository;
import dev.secrets.model.SecretValue;
import dev.secrets.state.Identity;
import dev.secrets.state.ReplicaSource;
import dev.secrets.state.ReplicaTarget;
import dev.secrets.state.Replication;
import dev.secrets.state.Secret;
import dev.secrets.state.SecretVersion;
import dev.secrets.state.ValueSeal;
import dev.secrets.state.Versions;
import dev.secrets.store.SealedBytes;
import dev.secrets.store.StoredValue;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a replica of a primary: the same name, suffix, versions, labels, tags and policy, and the values sealed anew for the
 * region. Rotation stays with the primary, and dates of access with the replica. Used for one copy, by one thread.
 */
final class ReplicaCopy {
    private final SecretRepository home;
    private final SecretRepository region;
    private final LoadedSecret primary;
    private final ReplicaTarget target;
    private final String uid;
    private final Optional<Secret> before;
    private final List<StoredValue> values = new ArrayList<>();
    private final long sinceNanos = System.nanoTime();

    /**
     * Prepares a copy.
     *
     * @param home where the primary is
     * @param region where the replica shall be
     * @param uid the uid of the replica
     * @param before the replica as it is, if there is one
     */
    ReplicaCopy(
            SecretRepository home,
            SecretRepository region,
            LoadedSecret primary,
            ReplicaTarget target,
            String uid,
            Optional<Secret> before) {
        this.home = home;
        this.region = region;
        this.primary = primary;
        this.target = target;
        this.uid = uid;
        this.before = before;
    }

    /** Returns the replica; its values are sealed on the way. */
    Secret replica() {
        Secret original = primary.secret();
        Identity identity = original.identity();
        return new Secret(
                new Identity(identity.name(), uid, identity.suffix(), identity.createdDate()),
                original.settings().kmsKeyId(target.kmsKeyId()),
                Versions.of(original.versions().all().stream().map(this::copy).toList()),
                Optional.empty(),
                Optional.empty(),
                original.lastChangedDate(),
                before.flatMap(Secret::lastAccessedDay),
                Optional.of(ties(original)));
    }

    private Replication ties(Secret original) {
        Map<String, ValueSeal> seals = new HashMap<>();
        original.versions().all().forEach(version -> version.value().ifPresent(seal -> seals.put(version.id(), seal)));
        ReplicaSource source =
                new ReplicaSource(original.identity().uid(), primary.record().revision(), seals);
        return Replication.of(original.replication().orElseThrow().primaryRegion(), source);
    }

    private SecretVersion copy(SecretVersion version) {
        Optional<SecretVersion> known =
                before.flatMap(replica -> replica.versions().find(version.id()));
        Optional<LocalDate> accessed = known.flatMap(SecretVersion::lastAccessedDay);
        SecretVersion valueless = new SecretVersion(
                version.id(), version.createdDate(), target.kmsKeyId(), Optional.empty(), version.labels(), accessed);
        return version.value().isEmpty()
                ? valueless
                : valueless.sealed(target.kmsKeyId(), keptSeal(version, known).orElseGet(() -> seal(version)));
    }

    /** A value that the region has under the right key is not sealed again. */
    private Optional<ValueSeal> keptSeal(SecretVersion version, Optional<SecretVersion> known) {
        Optional<ValueSeal> copied = before.flatMap(Secret::replication)
                .flatMap(Replication::source)
                .map(source -> source.seals().get(version.id()));
        return known.filter(replica -> replica.kmsKeyId().equals(target.kmsKeyId()))
                .filter(replica -> copied.isPresent() && copied.equals(version.value()))
                .flatMap(SecretVersion::value);
    }

    private ValueSeal seal(SecretVersion version) {
        try (SecretValue value = home.value(primary, version)) {
            SealedBytes sealed = region.seal(uid, version.id(), target.kmsKeyId(), value);
            values.add(new StoredValue(version.id(), sealed));
            return ValueSeal.of(value.kind(), sealed);
        }
    }

    /** Returns the values that were sealed for the replica. */
    SealedValues values() {
        return new SealedValues(values, sinceNanos);
    }
}
