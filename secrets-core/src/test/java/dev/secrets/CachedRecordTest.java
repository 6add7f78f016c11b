package dev.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.audit.AuditListener;
import dev.secrets.keys.KeyManagerOptions;
import dev.secrets.keys.TinkKeyManager;
import dev.secrets.maintenance.ReencryptionOptions;
import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.DecryptionFailureException;
import dev.secrets.policy.IdentityPolicies;
import dev.secrets.store.CachingSecretStore;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A node reads through a cache that may be an hour behind, while another node changes keys: what the cache holds is under a key
 * that was destroyed since.
 */
final class CachedRecordTest {
    private static final String KEY = "alias/app";
    private static final Duration SETTLED = Duration.ofMinutes(3);

    @AutoClose
    private final SecretsFixture fixture = new SecretsFixture();

    private final EmbeddedSecretsManager operator = fixture.secrets;
    private final CachingSecretStore cache =
            new CachingSecretStore(fixture.store, Duration.ofHours(1), 1 << 20, fixture.clock);
    private final EmbeddedSecretsManager node = node();

    /** Returns a node that has not opened anything yet. */
    private EmbeddedSecretsManager node() {
        TinkKeyManager keys = new TinkKeyManager(
                fixture.store, fixture.rootKey, KeyManagerOptions.defaults().clock(fixture.clock));
        return new EmbeddedSecretsManager(cache, keys, IdentityPolicies.none(), AuditListener.none(), fixture.options);
    }

    @BeforeEach
    void fillTheCache() {
        operator.createSecret(new CreateSecretRequest("app").kmsKeyId(KEY).secretString("value"));
        assertThat(valueAt(node)).isEqualTo("value");
    }

    private static String valueAt(EmbeddedSecretsManager node) {
        return node.getSecretValue("app").secretString().orElseThrow();
    }

    private void settle() {
        fixture.clock.advance(SETTLED);
    }

    private void moveAll(ReencryptionOptions options) {
        assertThat(operator.reencrypt(options, progress -> {}).unreadable()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {KEY, "#metadata"})
    void read_formerMaterialDestroyed_readsPastTheCache(String keyId) {
        operator.keys().rotateKey(keyId);
        settle();
        moveAll(ReencryptionOptions.defaults());
        assertThat(operator.keys().destroyFormerMaterials(keyId).keyMaterialIds())
                .hasSize(1);

        assertThat(valueAt(node)).isEqualTo("value");
        assertThat(valueAt(node())).isEqualTo("value");
    }

    @Test
    void read_keyDestroyedAfterItsValuesWereMoved_readsPastTheCache() {
        operator.keys().createKey("alias/next", "");
        operator.keys().retireKey(KEY);
        settle();
        moveAll(ReencryptionOptions.defaults().sourceKeyId(KEY).destinationKeyId("alias/next"));
        operator.keys().destroyKey(KEY);

        assertThat(valueAt(node)).isEqualTo("value");
        assertThat(valueAt(node())).isEqualTo("value");
    }

    /** What is cached is sealed: it is worth no more than what is stored. */
    @Test
    void read_keyDestroyedByForce_opensNothingThatIsCached() {
        operator.keys().disableKey(KEY);
        settle();
        operator.keys().destroyKeyAndLoseWhatIsUnderIt(KEY);

        for (EmbeddedSecretsManager each : new EmbeddedSecretsManager[] {node, node()}) {
            assertThatThrownBy(() -> valueAt(each)).isInstanceOf(DecryptionFailureException.class);
        }
    }
}
