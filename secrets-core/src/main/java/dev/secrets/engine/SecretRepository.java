package dev.secrets.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.secrets.keys.KeyManager;
import dev.secrets.model.DecryptionFailureException;
import dev.secrets.model.InternalServiceErrorException;
import dev.secrets.model.RootKey;
import dev.secrets.model.RootKeyException;
import dev.secrets.model.SecretValue;
import dev.secrets.model.SecretsManagerException;
import dev.secrets.state.NameRange;
import dev.secrets.state.Secret;
import dev.secrets.state.SecretVersion;
import dev.secrets.store.Commits;
import dev.secrets.store.DueCursor;
import dev.secrets.store.DueSecret;
import dev.secrets.store.FoundSecret;
import dev.secrets.store.SealedBytes;
import dev.secrets.store.SecretChange;
import dev.secrets.store.SecretStore;
import dev.secrets.store.SecretStores;
import dev.secrets.store.StoreConflictException;
import dev.secrets.store.StoreException;
import dev.secrets.store.StoredSecret;
import dev.secrets.store.StoredValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Secrets in a store: opens and checks what is read, seals and commits what is changed. Nothing of the store is trusted: every
 * record and value is opened under the place it was asked for, a value must be the one that the metadata names, and a record
 * older than one seen before is refused.
 *
 * <p>Opened metadata is kept for the records used last, in an eighth of the heap or 64 MiB, whichever is more, and reused only for
 * exactly the same record, so that a warm read opens one ciphertext. Values are never kept.
 */
public final class SecretRepository {
    private static final long MIN_KEPT_METADATA_BYTES = 64L * 1024 * 1024;
    private static final int HEAP_SHARE = 8;

    /** What the objects of an opened secret with one version take, beside its texts. */
    private static final int OPENED_OBJECTS = 900;

    private final SecretStore store;
    private final KeyManager keys;
    private final SecretSealer sealer;
    private final Arns arns;
    private volatile Consumer<String> owingSecrets = name -> {};
    private final SeenRevisions seen = new SeenRevisions();
    private final CompiledPolicies policies = new CompiledPolicies();
    private final Cache<String, OpenedSecret> opened = Caffeine.newBuilder()
            .maximumWeight(
                    Math.max(MIN_KEPT_METADATA_BYTES, Runtime.getRuntime().maxMemory() / HEAP_SHARE))
            .weigher((String name, OpenedSecret secret) -> OPENED_OBJECTS
                    + 4 * (name.length() + secret.record().metadata().length()))
            // Keeping its books takes the cache less time than handing that to another thread would.
            .executor(Runnable::run)
            .build();

    /** Makes a repository over a store and the keys of its secrets, which stay the caller's to close. */
    public SecretRepository(SecretStore store, KeyManager keys, Arns arns) {
        this.store = store;
        this.keys = keys;
        this.sealer = new SecretSealer(keys);
        this.arns = arns;
    }

    // Reading

    /** Returns the secret of the name as a reader may see it: within the staleness of the store's cache, if it has one. */
    Optional<LoadedSecret> find(String name) {
        return load(name, store.find(name));
    }

    /** Returns the secret of the name as it is now: what a change decides on. */
    public Optional<LoadedSecret> findLatest(String name) {
        return load(name, store.findLatest(name));
    }

    /** Returns the secret of the name as it is now; a reserved record is no secret, even where it is due. */
    Optional<LoadedSecret> findUnreserved(String name) {
        return name.startsWith(StoredSecret.RESERVED) ? Optional.empty() : findLatest(name);
    }

    /**
     * Returns the secret of the name as this process saw it last, if that is kept: what a change may be tried on whose commit finds
     * out whether it is still so.
     */
    Optional<LoadedSecret> findKept(String name) {
        return Optional.ofNullable(opened.getIfPresent(name)).map(kept -> new LoadedSecret(kept, Optional.empty()));
    }

    private Optional<LoadedSecret> load(String name, Optional<FoundSecret> found) {
        return found.isPresent() && seen.isDoubtful(found.get().secret())
                ? loadAgain(name)
                : found.map(record -> openOrReload(name, record));
    }

    /** What a cache holds may be under a key that was destroyed after the record was sealed anew. */
    private LoadedSecret openOrReload(String name, FoundSecret found) {
        try {
            return open(found);
        } catch (DecryptionFailureException unreadable) {
            return loadAgain(name).orElseThrow(() -> unreadable);
        }
    }

    /** An older record may have been read just before a newer one was seen; read after that, it is a rollback. */
    private Optional<LoadedSecret> loadAgain(String name) {
        SeenRevisions.Mark mark = seen.mark(name);
        Optional<FoundSecret> found = store.findLatest(name);
        return found.map(again -> {
            if (seen.isRolledBack(again.secret(), mark)) {
                throw new DecryptionFailureException();
            }
            LoadedSecret secret = open(again);
            seen.note(again.secret(), mark);
            return secret;
        });
    }

    private LoadedSecret open(FoundSecret found) {
        return new LoadedSecret(open(found.secret()), found.currentValue());
    }

    private OpenedSecret open(StoredSecret record) {
        OpenedSecret kept = opened.getIfPresent(record.name());
        if (kept != null && kept.isOf(record)) {
            return kept;
        }
        OpenedSecret fresh = OpenedSecret.of(record, sealer.open(record), arns, policies);
        opened.put(record.name(), fresh);
        seen.note(record);
        return fresh;
    }

    /**
     * Calls with each secret of a range in the order of the names, for as long as it answers yes; reserved records are passed over.
     */
    void forEachWhile(NameRange range, Predicate<OpenedSecret> goesOn) {
        SecretStores.forEachWhile(
                store,
                range.from(),
                record -> range.reaches(record.name())
                        && (record.isReserved()
                                || openListed(record).map(goesOn::test).orElse(true)));
    }

    /** Among many, whoever is to mend it must learn which one does not open; a name that is none is not repeated. */
    private Optional<OpenedSecret> openListed(StoredSecret record) {
        try {
            return openSeen(record);
        } catch (DecryptionFailureException unreadable) {
            String name = SecretReference.isName(record.name()) ? record.name() : "a record whose name is no secret's";
            throw new DecryptionFailureException(
                    new IllegalStateException("The metadata of " + name + " does not open", unreadable));
        }
    }

    private Optional<OpenedSecret> openSeen(StoredSecret record) {
        return seen.isDoubtful(record) ? loadAgain(record.name()).map(LoadedSecret::opened) : Optional.of(open(record));
    }

    /**
     * Returns the value of a version. It may have been sealed anew since the secret was read; then the secret is read again.
     *
     * @throws DecryptionFailureException if it is missing, not the version's, or does not open
     */
    public SecretValue value(LoadedSecret secret, SecretVersion version) {
        try {
            return openValue(secret, version);
        } catch (DecryptionFailureException unreadable) {
            LoadedSecret latest = findLatest(secret.record().name())
                    .filter(now -> isChanged(secret.record(), now.record()))
                    .orElseThrow(() -> unreadable);
            SecretVersion again = latest.secret()
                    .versions()
                    .find(version.id())
                    .filter(now -> now.value().isPresent())
                    .orElseThrow(() -> unreadable);
            return value(latest, again);
        }
    }

    private static boolean isChanged(StoredSecret before, StoredSecret now) {
        return before.secretUid().equals(now.secretUid()) && before.revision() < now.revision();
    }

    private SecretValue openValue(LoadedSecret secret, SecretVersion version) {
        SealedBytes sealed = sealedValue(secret, version).orElseThrow(DecryptionFailureException::new);
        return sealer.open(secret.record().secretUid(), version, sealed);
    }

    private Optional<SealedBytes> sealedValue(LoadedSecret secret, SecretVersion version) {
        StoredSecret record = secret.record();
        Optional<StoredValue> current = secret.currentValue();
        boolean isCurrent = current.isPresent() && current.get().versionId().equals(version.id());
        return (isCurrent ? current : store.findValue(record.name(), record.secretUid(), version.id()))
                .map(StoredValue::sealed);
    }

    List<DueSecret> due(Instant until, DueCursor after, int limit) {
        return store.due(until, after, limit);
    }

    void rewrap(RootKey from, RootKey to) {
        store.rewrap(from, to);
    }

    /** Returns the store's clock. */
    public Instant storeTime() {
        return store.now();
    }

    // Writing

    /** Seals a value for a version of a secret. */
    public SealedBytes seal(String secretUid, String versionId, Optional<String> kmsKeyId, SecretValue value) {
        return sealer.seal(secretUid, versionId, kmsKeyId, value);
    }

    void requireUsable(Optional<String> kmsKeyId) {
        sealer.requireUsable(kmsKeyId);
    }

    /** Commits a new secret. */
    public void create(Secret after, SealedValues sealed) {
        StoredSecret record = sealer.seal(after, 1);
        commit(new SecretChange.Create(record, sealed.values()), record, after, sealed);
    }

    /**
     * Commits a secret in place of what was found, which may have been another secret of the same name. What the change owes to
     * replicas is noted in the same commit, whoever makes it.
     *
     * @throws StoreConflictException if it is not what was found any more
     */
    public void update(StoredSecret before, Secret secretBefore, Secret after, SealedValues sealed) {
        Secret owing = after.owingChangesSince(secretBefore);
        StoredSecret record = sealer.seal(owing, before.revision() + 1);
        Set<String> removed = secretBefore.versions().idsMissingIn(after.versions());
        List<StoredValue> kept = new ArrayList<>(sealed.values());
        kept.removeIf(value -> after.versions().find(value.versionId()).isEmpty());
        commit(
                new SecretChange.Update(before.secretUid(), before.revision(), record, kept, removed),
                record,
                owing,
                new SealedValues(kept, sealed.sinceNanos()));
    }

    /** Commits the next revision of a record whose metadata says the same, sealed anew. */
    void resealMetadata(StoredSecret before) {
        StoredSecret after = sealer.sealAgain(before);
        Commits.commit(
                store, new SecretChange.Update(before.secretUid(), before.revision(), after, List.of(), Set.of()));
        seen.note(after);
    }

    /** @throws StoreConflictException if the secret is not what was found any more */
    public void delete(StoredSecret before) {
        Commits.commit(store, new SecretChange.Delete(before.name(), before.secretUid(), before.revision()));
        opened.invalidate(before.name());
        seen.deleted(before);
    }

    /**
     * Commits what was sealed, if its keys can't have been destroyed meanwhile. Whoever destroys a key waits longer than the time
     * that is allowed here; a commit that took more is looked at again before anybody is told that it was made.
     */
    private void commit(SecretChange change, StoredSecret record, Secret after, SealedValues sealed) {
        long longest = keys.managedKeys().longestCommit().toNanos();
        if (sealed.ageNanos() > longest) {
            throw new StoreConflictException("What was to be committed was sealed too long ago");
        }
        Commits.commit(store, change);
        seen.note(record);
        tell(after);
        if (sealed.ageNanos() > longest) {
            requireReadable(after, sealed);
        } else {
            opened.put(record.name(), OpenedSecret.of(record, after, arns, policies));
        }
    }

    private void requireReadable(Secret after, SealedValues sealed) {
        try {
            keys.managedKeys().refresh();
            Optional<LoadedSecret> made = findLatest(after.identity().name())
                    .filter(now ->
                            now.record().secretUid().equals(after.identity().uid()));
            made.ifPresent(now -> sealed.values().stream()
                    .flatMap(value -> now.secret().versions().find(value.versionId()).stream())
                    .forEach(version -> openValue(now, version).close()));
        } catch (SecretsManagerException unreadable) {
            throw new InternalServiceErrorException(
                    "The change took so long that its key may have been destroyed meanwhile. Make it again.",
                    unreadable);
        } catch (StoreException | RootKeyException unreachable) {
            throw new InternalServiceErrorException(
                    "The change was made, but took so long that its key may have been destroyed meanwhile. Read the secret to"
                            + " find out.",
                    unreachable);
        }
    }

    private void tell(Secret committed) {
        if (committed.owesAtOnce()) {
            owingSecrets.accept(committed.identity().name());
        }
    }

    /**
     * Says who is told the name of a secret that has come to owe another region something: after the commit, in the thread that made
     * it. A hint, which is lost with the process; what is owed is in the record.
     */
    public void whenSecretsOwe(Consumer<String> listener) {
        owingSecrets = listener;
    }
}
