package dev.secrets.testing;

import dev.secrets.store.SecretChange;
import dev.secrets.store.SecretStore;
import dev.secrets.store.StoredSecret;
import dev.secrets.store.StoredValue;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the parts of the contract have in hand: a fresh store, its sizes, and short ways to change it. */
interface StoreFixture {
    /** Returns the store under test, empty when the test began. */
    SecretStore store();

    /** Returns a further store on the same data, if the backend can have one. */
    Optional<SecretStore> secondStore();

    boolean tellsOfChanges();

    int threads();

    int commitsPerThread();

    int manySecrets();

    default StoredSecret create(StoredSecret secret, StoredValue... values) {
        store().commit(new SecretChange.Create(secret, List.of(values)));
        return secret;
    }

    /** Replaces the record before by the one after and adds the values. */
    default StoredSecret update(StoredSecret before, StoredSecret after, StoredValue... values) {
        store().commit(change(before, after, values));
        return after;
    }

    default void delete(StoredSecret secret) {
        store().commit(new SecretChange.Delete(secret.name(), secret.secretUid(), secret.revision()));
    }

    default Optional<StoredSecret> record(String name) {
        return store().find(name).map(found -> found.secret());
    }

    static SecretChange.Update change(StoredSecret before, StoredSecret after, StoredValue... values) {
        return new SecretChange.Update(before.secretUid(), before.revision(), after, List.of(values), Set.of());
    }

    static SecretChange.Update removal(StoredSecret before, StoredSecret after, String... versionIds) {
        return new SecretChange.Update(before.secretUid(), before.revision(), after, List.of(), Set.of(versionIds));
    }
}
