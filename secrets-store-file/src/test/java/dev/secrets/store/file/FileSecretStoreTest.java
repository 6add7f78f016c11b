package dev.secrets.store.file;

import dev.secrets.store.SecretStore;
import dev.secrets.testing.Scale;
import dev.secrets.testing.SecretStoreContract;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract, with a store in this process and further ones in other processes. */
final class FileSecretStoreTest extends SecretStoreContract {
    private static final StoreProcesses PROCESSES = new StoreProcesses();

    private static int tests;

    @TempDir
    Path temporary;

    @Override
    protected SecretStore newStore() {
        return new FileSecretStore(directory(), TestRootKey.FIRST, StoreJvm.PATIENT);
    }

    @Override
    protected Optional<SecretStore> anotherStore() {
        return Optional.of(PROCESSES.open(directory()));
    }

    private Path directory() {
        return temporary.resolve("store");
    }

    @Override
    public boolean tellsOfChanges() {
        return true;
    }

    @Override
    public int manySecrets() {
        return Scale.of(1_200, 10_000);
    }

    @AfterEach
    void count() {
        tests++;
    }

    @AfterAll
    static void endProcesses() {
        PROCESSES.close();
        System.out.println("Contract: " + tests + " tests, with further stores in other processes");
    }
}
