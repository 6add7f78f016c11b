package dev.secrets.examples.benchmarks;

import dev.secrets.store.SealedBytes;
import dev.secrets.store.SecretChange;
import dev.secrets.store.SecretStore;
import dev.secrets.store.StoredSecret;
import dev.secrets.store.StoredValue;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A secret whose value is replaced again and again, as the engine does: each change adds a version and drops the oldest. */
final class WrittenSecret {
    /** As much as sealing makes of a value of 512 bytes. */
    private static final int SEALED_VALUE = 512 + 64;

    private static final int SEALED_METADATA = 224;

    private final String name;
    private final SealedBytes metadata = SealedBytes.wrap(new byte[SEALED_METADATA]);
    private final SealedBytes value = SealedBytes.wrap(new byte[SEALED_VALUE]);
    private long revision = 1;

    WrittenSecret(String name) {
        this.name = name;
    }

    void create(SecretStore store) {
        store.commit(new SecretChange.Create(record(), List.of(value(revision))));
    }

    void put(SecretStore store) {
        revision++;
        store.commit(new SecretChange.Update(
                uid(), revision - 1, record(), List.of(value(revision)), Set.of(version(revision - 2))));
    }

    private StoredSecret record() {
        return new StoredSecret(name, uid(), revision, Optional.empty(), Optional.of(version(revision)), metadata);
    }

    private StoredValue value(long number) {
        return new StoredValue(version(number), value);
    }

    private String uid() {
        return "9c1f7e52-0000-4000-8000-" + name;
    }

    private static String version(long number) {
        return "5d0a3c1b-7e42-4f0e-9a61-" + (1_000_000_000_000L + number);
    }
}
