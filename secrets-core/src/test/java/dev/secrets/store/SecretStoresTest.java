package dev.secrets.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.EmbeddedSecretsManager;
import dev.secrets.TestKeys;
import dev.secrets.audit.AuditListener;
import dev.secrets.keys.TinkKeyManager;
import dev.secrets.model.GetSecretValueRequest;
import dev.secrets.model.RootKey;
import dev.secrets.policy.IdentityPolicies;
import dev.secrets.testing.FaultySecretStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SecretStoresTest {
    private static final int SECRETS = 250;

    private final RootKey rootKey = TestKeys.rootKey();
    private final InMemorySecretStore source = new InMemorySecretStore();
    private final InMemorySecretStore target = new InMemorySecretStore();
    private final EmbeddedSecretsManager secrets = manager(source);

    private EmbeddedSecretsManager manager(SecretStore store) {
        return new EmbeddedSecretsManager(
                store, new TinkKeyManager(store, rootKey), IdentityPolicies.none(), AuditListener.none());
    }

    @BeforeEach
    void fill() {
        secrets.createSecret("!first", "before every reserved name");
        for (int i = 0; i < SECRETS; i++) {
            secrets.createSecret("many/" + i, "value " + i);
        }
        secrets.putSecretValue("many/7", "newer");
    }

    @Test
    void forEachWhile_overAFewPages_endsWhereItIsTold() {
        List<String> names = new ArrayList<>();

        SecretStores.forEachWhile(source, "many/", record -> {
            names.add(record.name());
            return !record.name().equals("many/98");
        });

        assertThat(names).hasSize(SECRETS - 1).isSorted().startsWith("many/0").endsWith("many/98");
    }

    @Test
    void copy_intoAnEmptyStore_opensWithTheSameRootKey() {
        List<StoreCopyProgress> told = new ArrayList<>();

        StoreCopyReport report = SecretStores.copy(source, target, told::add);

        assertThat(report).isEqualTo(new StoreCopyReport(SECRETS + 2, 0));
        assertThat(told).hasSize(SECRETS + 2).last().isEqualTo(new StoreCopyProgress(SECRETS + 2, SECRETS + 2));
        assertThat(content(target)).isEqualTo(content(source));
        EmbeddedSecretsManager copied = manager(target);
        assertThat(copied.getSecretValue("many/7").secretString()).contains("newer");
        assertThat(copied.getSecretValue(new GetSecretValueRequest("many/7").versionStage("AWSPREVIOUS"))
                        .secretString())
                .contains("value 7");
        assertThat(copied.getSecretValue("!first").secretString()).contains("before every reserved name");
    }

    @Test
    void copy_interruptedAtAnyWrite_goesOn() {
        for (int n : List.of(1, 2, SECRETS / 2, SECRETS + 2)) {
            InMemorySecretStore fresh = new InMemorySecretStore();
            FaultySecretStore faulty = new FaultySecretStore(fresh);
            faulty.failCommit(n, new StoreUnavailableException("full", false));
            assertThatThrownBy(() -> SecretStores.copy(source, faulty, progress -> {}))
                    .isInstanceOf(StoreUnavailableException.class);

            StoreCopyReport report = SecretStores.copy(source, fresh, progress -> {});

            assertThat(report).isEqualTo(new StoreCopyReport(SECRETS + 2 - (n - 1), n - 1));
            assertThat(content(fresh)).isEqualTo(content(source));
        }
    }

    @Test
    void copy_ofWhatWasChangedSince_bringsItUpToDate() {
        SecretStores.copy(source, target, progress -> {});
        secrets.putSecretValue("many/1", "second");
        secrets.putSecretValue("many/1", "third");
        secrets.createSecret("late", "new");

        StoreCopyReport report = SecretStores.copy(source, target, progress -> {});

        assertThat(report).isEqualTo(new StoreCopyReport(2, SECRETS + 1));
        assertThat(content(target)).isEqualTo(content(source));
    }

    @Test
    void copy_intoAStoreOfItsOwn_isRefusedBeforeAnythingIsWritten() {
        manager(target).createSecret("own", "value");
        Map<StoredSecret, Set<StoredValue>> before = content(target);

        assertThatThrownBy(() -> SecretStores.copy(source, target, progress -> {}))
                .isInstanceOf(StoreConflictException.class)
                .hasMessage("The target holds another record named #keyring: it is a store of its own. Copy into an"
                        + " empty store");
        assertThat(content(target)).isEqualTo(before);
    }

    @Test
    void copy_intoAStoreWithMore_isTold() {
        StoredSecret more = new StoredSecret("more", "uid", 1, Optional.empty(), Optional.empty(), text("more"));
        target.commit(new SecretChange.Create(more, List.of()));

        assertThatThrownBy(() -> SecretStores.copy(source, target, progress -> {}))
                .isInstanceOf(StoreConflictException.class)
                .hasMessageContaining("holds " + (SECRETS + 3) + " records and the source " + (SECRETS + 2));
    }

    @Test
    void copy_ofAValueThatIsLostOnTheWay_isNoticed() {
        SecretStores.copy(source, target, progress -> {});
        StoredSecret record = target.findLatest("many/3").orElseThrow().secret();
        String version = record.currentVersionId().orElseThrow();
        target.commit(new SecretChange.Update(
                record.secretUid(), record.revision(), revision(record, 9), List.of(), Set.of(version)));
        target.commit(new SecretChange.Update(record.secretUid(), 9, record, List.of(), Set.of()));

        assertThatThrownBy(() -> SecretStores.copy(source, target, progress -> {}))
                .isInstanceOf(StoreConflictException.class)
                .hasMessageContaining("many/3");
    }

    private static StoredSecret revision(StoredSecret record, long revision) {
        return new StoredSecret(
                record.name(),
                record.secretUid(),
                revision,
                record.dueAt(),
                record.currentVersionId(),
                record.metadata());
    }

    private static SealedBytes text(String text) {
        return SealedBytes.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<StoredSecret, Set<StoredValue>> content(SecretStore store) {
        Map<StoredSecret, Set<StoredValue>> content = new HashMap<>();
        SecretStores.forEach(
                store, record -> content.put(record, Set.copyOf(store.values(record.name(), record.secretUid()))));
        return content;
    }
}
