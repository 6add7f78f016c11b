package dev.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.audit.AuditListener;
import dev.secrets.keys.KeyManager;
import dev.secrets.keys.KeyManagerOptions;
import dev.secrets.keys.KeyMetadata;
import dev.secrets.keys.TinkKeyManager;
import dev.secrets.model.InternalServiceErrorException;
import dev.secrets.policy.IdentityPolicies;
import dev.secrets.store.InMemorySecretStore;
import dev.secrets.store.StoreUnavailableException;
import dev.secrets.testing.FaultySecretStore;
import dev.secrets.testing.SettableClock;
import dev.secrets.testing.Stall;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A commit that takes longer than a key is kept is not acknowledged before its value was seen to open. */
final class LateCommitTest {
    private static final String KEY = KeyManager.DEFAULT_KEY_ID;

    /** By a clock that stands still the ring is never read again by itself: a change makes two calls to the store. */
    private static final KeyManagerOptions OPTIONS = KeyManagerOptions.defaults()
            .reloadInterval(Duration.ofMillis(1))
            .settlingTime(Duration.ofMillis(401))
            .clock(SettableClock.at("2026-02-03T10:15:30.123Z"));

    private static final int COMMIT = 2;

    private final FaultySecretStore store = new FaultySecretStore(new InMemorySecretStore());
    private final KeyManager keys = new TinkKeyManager(store, TestKeys.rootKey(), OPTIONS);
    private final EmbeddedSecretsManager secrets =
            new EmbeddedSecretsManager(store, keys, IdentityPolicies.none(), AuditListener.none());

    @BeforeEach
    void create() {
        secrets.createSecret("app", "0");
    }

    private CompletableFuture<Void> putStalled(String value, Runnable meanwhile) {
        try (Stall stall = store.stallCall(COMMIT)) {
            CompletableFuture<Void> put = CompletableFuture.runAsync(() -> secrets.putSecretValue("app", value));
            stall.awaitReached();
            long deadline = System.nanoTime() + OPTIONS.settlingTime().toNanos();
            while (System.nanoTime() < deadline) {
                LockSupport.parkNanos(1_000_000);
            }
            meanwhile.run();
            return put;
        }
    }

    @Test
    void commit_lateAndTheKeyDestroyedMeanwhile_isNotAcknowledged() {
        KeyMetadata before = keys.managedKeys().find(KEY).orElseThrow();
        CompletableFuture<Void> put = putStalled("lost", () -> {
            secrets.keys().rotateKey(KEY);
            keys.managedKeys()
                    .destroyMaterials(KEY, Set.of(before.currentMaterial().keyMaterialId()));
        });

        assertThatThrownBy(put::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(InternalServiceErrorException.class);
    }

    /** Not that nothing was changed: it was. */
    @Test
    void commit_lateAndTheStoreGoneAfterwards_isToldAsMade() {
        CompletableFuture<Void> put =
                putStalled("late", () -> store.failCall(1, new StoreUnavailableException("Down", true)));

        assertThatThrownBy(put::join)
                .hasCauseInstanceOf(InternalServiceErrorException.class)
                .hasMessageContaining("The change was made");
        assertThat(secrets.getSecretValue("app").secretString()).contains("late");
    }

    @Test
    void commit_lateAndTheKeyStillThere_isAcknowledged() {
        putStalled("late", () -> {}).join();

        assertThat(secrets.getSecretValue("app").secretString()).contains("late");
    }
}
