package dev.secrets;

import dev.secrets.keys.KeyManager;
import dev.secrets.keys.SealingContext;
import dev.secrets.model.DecryptionFailureException;
import dev.secrets.store.Commits;
import dev.secrets.store.FoundSecret;
import dev.secrets.store.SecretChange;
import dev.secrets.store.SecretStore;
import dev.secrets.store.SecretStores;
import dev.secrets.store.StoreConflictException;
import dev.secrets.store.StoredSecret;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Access keys as reserved records of the store: sealed whole, as the metadata of a record that has no values, under a keyset of
 * their own, and bound to name, identity and revision like all metadata.
 */
final class AccessKeyRecords {
    private static final int UID_BYTES = 16;
    private static final int MAX_TRIES = 10;

    private final SecretStore store;
    private final KeyManager keys;
    private final SecureRandom random;

    AccessKeyRecords(SecretStore store, KeyManager keys, SecureRandom random) {
        this.store = store;
        this.keys = keys;
        this.random = random;
    }

    void create(AccessKeyContent content) {
        byte[] uid = new byte[UID_BYTES];
        random.nextBytes(uid);
        StoredSecret record = sealed(HexFormat.of().formatHex(uid), 1, content);
        Commits.commit(store, new SecretChange.Create(record, List.of()));
    }

    Optional<AccessKeyContent> find(String id) {
        return store.find(name(id)).map(FoundSecret::secret).map(this::open);
    }

    List<AccessKeyContent> all() {
        List<AccessKeyContent> all = new ArrayList<>();
        SecretStores.forEachWhile(store, KeyManager.ACCESS_KEY_PREFIX, record -> {
            boolean isAccessKey = record.name().startsWith(KeyManager.ACCESS_KEY_PREFIX);
            if (isAccessKey) {
                all.add(open(record));
            }
            return isAccessKey;
        });
        return all;
    }

    /** Changes a key; returns whether there is one. */
    boolean update(String id, UnaryOperator<AccessKeyContent> change) {
        return commit(id, before -> {
            StoredSecret after = sealed(before.secretUid(), before.revision() + 1, change.apply(open(before)));
            return new SecretChange.Update(before.secretUid(), before.revision(), after, List.of(), Set.of());
        });
    }

    /** Deletes a key; returns whether there was one. */
    boolean delete(String id) {
        return commit(id, before -> new SecretChange.Delete(before.name(), before.secretUid(), before.revision()));
    }

    private boolean commit(String id, Function<StoredSecret, SecretChange> change) {
        for (int tried = 1; ; tried++) {
            Optional<StoredSecret> before = store.findLatest(name(id)).map(FoundSecret::secret);
            if (before.isEmpty()) {
                return false;
            }
            try {
                Commits.commit(store, change.apply(before.get()));
                return true;
            } catch (StoreConflictException lost) {
                if (tried == MAX_TRIES) {
                    throw lost;
                }
            }
        }
    }

    private StoredSecret sealed(String uid, long revision, AccessKeyContent content) {
        var context = new SealingContext.Metadata(
                name(content.key().id()), uid, revision, Optional.empty(), Optional.empty());
        byte[] plaintext = AccessKeyCodec.encode(content);
        try {
            return new StoredSecret(
                    context.name(), uid, revision, Optional.empty(), Optional.empty(), keys.seal(context, plaintext));
        } finally {
            Arrays.fill(plaintext, (byte) 0);
        }
    }

    private AccessKeyContent open(StoredSecret record) {
        var context = new SealingContext.Metadata(
                record.name(), record.secretUid(), record.revision(), record.dueAt(), record.currentVersionId());
        byte[] plaintext = keys.open(context, record.metadata());
        try {
            return AccessKeyCodec.decode(plaintext);
        } catch (java.io.IOException | IllegalArgumentException damaged) {
            throw new DecryptionFailureException("The record of an access key is of an unknown format", damaged);
        } finally {
            Arrays.fill(plaintext, (byte) 0);
        }
    }

    private static String name(String id) {
        return KeyManager.ACCESS_KEY_PREFIX + id;
    }
}
