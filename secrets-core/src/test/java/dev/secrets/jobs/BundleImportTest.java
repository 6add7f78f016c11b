package dev.secrets.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.EmbeddedSecretsManager;
import dev.secrets.TestKeys;
import dev.secrets.audit.AuditListener;
import dev.secrets.keys.SealedStream;
import dev.secrets.keys.TinkKeyManager;
import dev.secrets.maintenance.ExistingSecrets;
import dev.secrets.model.InvalidRequestException;
import dev.secrets.model.RootKey;
import dev.secrets.policy.IdentityPolicies;
import dev.secrets.state.Identity;
import dev.secrets.state.Secret;
import dev.secrets.state.Settings;
import dev.secrets.store.InMemorySecretStore;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bundles that nobody exported: whoever has the root key can seal anything. */
final class BundleImportTest {
    private static final int ALL = 100;

    @TempDir
    Path directory;

    private final RootKey escrow = TestKeys.rootKey("escrow");
    private final InMemorySecretStore store = new InMemorySecretStore();

    @AutoClose
    private final TinkKeyManager keys = new TinkKeyManager(store, TestKeys.rootKey());

    @AutoClose
    private final EmbeddedSecretsManager secrets =
            new EmbeddedSecretsManager(store, keys, IdentityPolicies.none(), AuditListener.none());

    private Path bundle(String... names) throws IOException {
        Path bundle = directory.resolve("forged.bundle");
        try (DataOutputStream content =
                new DataOutputStream(new SealedStream(escrow).sealing(Files.newOutputStream(bundle)))) {
            for (String name : names) {
                Identity identity = new Identity(name, "uid", "AbCdEf", Instant.EPOCH);
                try (BundleEntry entry = new BundleEntry(Secret.created(identity, Settings.NONE, Optional.empty()))) {
                    entry.write(content);
                }
            }
            BundleEntry.writeEnd(content);
        }
        return bundle;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"#keyring", "#access-key/AKIAAAAAAAAAAAAAAAAA", "", "a b", "line\nfeed", "caf\u00e9", "arn:aws:x"
            })
    void import_nameThatNoSecretCanHave_isRefusedBeforeAnythingIsWritten(String name) throws IOException {
        secrets.createSecret("precious", "value");
        var before = store.page("", ALL);
        Path forged = bundle("app/legal", name);

        assertThatThrownBy(() -> secrets.importBundle(forged, escrow, ExistingSecrets.REPLACE))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("name");

        assertThat(store.page("", ALL)).isEqualTo(before);
    }

    @Test
    void import_nameThatIsTooLong_isRefused() throws IOException {
        assertThat(secrets.importBundle(bundle("x".repeat(512)), escrow, ExistingSecrets.REFUSE)
                        .secrets())
                .hasSize(1);
        Path forged = bundle("x".repeat(513));

        assertThatThrownBy(() -> secrets.importBundle(forged, escrow, ExistingSecrets.REPLACE))
                .isInstanceOf(InvalidRequestException.class);
    }
}
