package dev.secrets.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.TestKeys;
import dev.secrets.audit.AuditListener;
import dev.secrets.engine.Arns;
import dev.secrets.engine.Engine;
import dev.secrets.engine.Environment;
import dev.secrets.engine.Randomness;
import dev.secrets.keys.TinkKeyManager;
import dev.secrets.policy.IdentityPolicies;
import dev.secrets.store.InMemorySecretStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a bundle's file goes through; what is in it is for {@code BundleTest}. */
final class BundleExportTest {
    @TempDir
    Path directory;

    private final InMemorySecretStore store = new InMemorySecretStore();

    @AutoClose
    private final TinkKeyManager keys = new TinkKeyManager(store, TestKeys.rootKey());

    private final Engine engine = new Engine(store, keys, IdentityPolicies.none(), AuditListener.none(), environment());

    private static Environment environment() {
        return new Environment(
                InstantSource.system(),
                new Randomness(new SecureRandom()),
                new Arns("aws", "us-east-1", "000000000000"),
                100,
                target -> false,
                Optional.empty(),
                false,
                Set.of(),
                Runnable::run);
    }

    private void export(Path bundle, FileSync sync) {
        new BundleExport(engine, name -> true, sync).write(bundle, TestKeys.rootKey("escrow"));
    }

    @Test
    void write_forcesTheWholeContentAndThenTheName() throws IOException {
        RecordingFileSync sync = new RecordingFileSync();
        Path bundle = directory.resolve("bundle");

        export(bundle, sync);

        long size = Files.size(bundle);
        assertThat(sync.forced()).containsExactly("content of " + size, "name bundle of " + size);
    }

    @Test
    void write_nameCannotBeForced_failsAndLeavesNothing() {
        Path bundle = directory.resolve("bundle");
        FileSync failing = new FileSync() {
            @Override
            void name(Path file) throws IOException {
                throw new IOException("on purpose");
            }
        };

        assertThatThrownBy(() -> export(bundle, failing)).isInstanceOf(UncheckedIOException.class);
        assertThat(bundle).doesNotExist();
    }
}
