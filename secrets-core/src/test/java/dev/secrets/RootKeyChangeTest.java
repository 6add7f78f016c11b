package dev.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.audit.AuditListener;
import dev.secrets.keys.KeyManager;
import dev.secrets.keys.KeyManagerOptions;
import dev.secrets.keys.RootKeyChain;
import dev.secrets.keys.TinkKeyManager;
import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.DecryptionFailureException;
import dev.secrets.model.EncryptionFailureException;
import dev.secrets.model.RootKey;
import dev.secrets.model.RootKeyException;
import dev.secrets.policy.IdentityPolicies;
import dev.secrets.store.InMemorySecretStore;
import dev.secrets.store.SecretChange;
import dev.secrets.store.SecretStore;
import dev.secrets.store.StoreUnavailableException;
import dev.secrets.store.StoredSecret;
import dev.secrets.testing.FaultySecretStore;
import dev.secrets.testing.SettableClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RootKeyChangeTest {
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final SettableClock clock = SettableClock.at("2026-02-03T10:15:30.123Z");
    private final FaultySecretStore store = new FaultySecretStore(new InMemorySecretStore(clock));
    private final RootKey first = TestKeys.rootKey("first");
    private final RootKey second = TestKeys.rootKey("second");
    private final EmbeddedSecretsManager secrets = manager(first);

    private EmbeddedSecretsManager manager(RootKey rootKey) {
        return manager(store, rootKey);
    }

    private EmbeddedSecretsManager manager(SecretStore opened, RootKey rootKey) {
        KeyManager keys = new TinkKeyManager(
                opened,
                rootKey,
                KeyManagerOptions.defaults().reloadInterval(INTERVAL).clock(clock));
        return new EmbeddedSecretsManager(
                opened,
                keys,
                IdentityPolicies.none(),
                AuditListener.none(),
                EmbeddedOptions.defaults().clock(clock).background(Runnable::run));
    }

    private void assertOpens(RootKey rootKey) {
        assertThat(manager(rootKey).getSecretValue("app").secretString()).contains("value");
    }

    private void assertOpensNothing(RootKey rootKey) {
        assertThatThrownBy(() -> manager(rootKey)).isInstanceOf(RootKeyException.class);
    }

    @Test
    void changeRootKey_done_onlyTheNewOneOpens() {
        secrets.createSecret("app", "value");

        secrets.keys().changeRootKey(first, second);

        assertOpens(second);
        assertOpensNothing(first);
        assertThat(secrets.getSecretValue("app").secretString()).contains("value");
        secrets.createSecret(
                new CreateSecretRequest("new").kmsKeyId("alias/new").secretString("more"));
        assertThat(manager(second).getSecretValue("new").secretString()).contains("more");
    }

    /** Fails at the first call of the store, the second, and so on, until a change comes through. */
    @Test
    void changeRootKey_failingAnywhere_leavesAKeyThatOpensAndIsResumed() {
        secrets.createSecret("app", "value");
        RootKey from = first;
        RootKey to = second;
        int changes = 0;
        for (int call = 1; changes < 2; call++) {
            EmbeddedSecretsManager manager = manager(new RootKeyChain(List.of(from, to)));
            store.failCall(call, new StoreUnavailableException("Away", true));
            boolean failed = false;
            try {
                manager.keys().changeRootKey(from, to);
            } catch (RuntimeException planned) {
                failed = true;
            }
            boolean reached = !store.faultsLeft();
            store.clearFaults();
            assertThat(opens(from) || opens(to)).isTrue();
            assertThat(manager.getSecretValue("app").secretString()).contains("value");
            manager.keys().changeRootKey(from, to);
            assertOpens(to);
            assertOpensNothing(from);
            if (!failed && !reached) {
                changes++;
                call = 0;
            }
            RootKey swapped = from;
            from = to;
            to = swapped;
        }
    }

    private boolean opens(RootKey rootKey) {
        try {
            assertOpens(rootKey);
            return true;
        } catch (RootKeyException refused) {
            return false;
        }
    }

    @Test
    void changeRootKey_interruptedInTheMiddle_eitherKeyOpensAndItCanBeUndone() {
        secrets.createSecret("app", "value");
        interruptAtTheStoresPart();

        assertOpens(first);
        assertOpens(second);
        assertThat(rootKeyIds(first)).containsExactlyInAnyOrder(first.id(), second.id());

        secrets.keys().changeRootKey(second, first);
        assertOpens(first);
        assertOpensNothing(second);
        assertThat(rootKeyIds(first)).containsExactly(first.id());
    }

    private List<String> rootKeyIds(RootKey rootKey) {
        try (TinkKeyManager keys = new TinkKeyManager(store, rootKey)) {
            return keys.managedKeys().rootKeyIds();
        }
    }

    private void interruptAtTheStoresPart() {
        EmbeddedSecretsManager twin = manager(first);
        int call = 0;
        do {
            call++;
            store.failCall(call, new StoreUnavailableException("Away", true));
            assertThatThrownBy(() -> twin.keys().changeRootKey(first, second));
            store.clearFaults();
        } while (!opens(first) || !opens(second));
    }

    @Test
    void changeRootKey_processWithBothKeys_followsIt() {
        secrets.createSecret("app", "value");
        EmbeddedSecretsManager other = manager(new RootKeyChain(List.of(second, first)));

        secrets.keys().changeRootKey(first, second);
        clock.advance(INTERVAL.multipliedBy(2));

        other.putSecretValue("app", "new");
        assertThat(secrets.getSecretValue("app").secretString()).contains("new");
        other.createSecret(new CreateSecretRequest("x").kmsKeyId("alias/x").secretString("y"));
        assertThat(manager(second).getSecretValue("x").secretString()).contains("y");
    }

    @Test
    void changeRootKey_processWithTheOldKeyAlone_readsOnAndStopsWriting() {
        secrets.createSecret("app", "value");
        EmbeddedSecretsManager other = manager(first);

        secrets.keys().changeRootKey(first, second);
        clock.advance(INTERVAL.multipliedBy(2));

        assertThat(other.getSecretValue("app").secretString()).contains("value");
        assertThatThrownBy(() -> other.putSecretValue("app", "new")).isInstanceOf(EncryptionFailureException.class);
    }

    @Test
    void changeRootKey_byAProcessThatWasGivenAChain_itFollowsTheNextChangeToo() {
        EmbeddedSecretsManager follower = manager(new RootKeyChain(List.of(first, second)));
        follower.keys().changeRootKey(first, second);
        manager(second).keys().changeRootKey(second, first);
        clock.advance(INTERVAL.plusSeconds(1));

        follower.createSecret("app", "value");

        assertOpens(first);
    }

    @Test
    void changeRootKey_withChains_addsAndTakesAwayAKey() {
        secrets.createSecret("app", "value");
        RootKey glass = TestKeys.rootKey("glass");
        RootKey chain = new RootKeyChain(List.of(first, glass));

        secrets.keys().changeRootKey(first, chain);
        assertOpens(first);
        assertOpens(glass);
        assertOpens(chain);

        manager(glass)
                .createSecret(new CreateSecretRequest("x").kmsKeyId("alias/x").secretString("y"));
        assertOpens(first);

        secrets.keys().changeRootKey(chain, second);
        assertOpens(second);
        assertOpensNothing(first);
        assertOpensNothing(glass);
    }

    @Test
    void create_withAChain_opensByEachOfItsKeys() {
        FaultySecretStore fresh = new FaultySecretStore(new InMemorySecretStore(clock));
        new TinkKeyManager(fresh, new RootKeyChain(List.of(first, second)));

        for (RootKey each : List.of(first, second)) {
            assertThat(new TinkKeyManager(fresh, each).managedKeys().list()).isNotEmpty();
        }
    }

    @Test
    void changeRootKey_otherKeyOfTheSameId_isAChangeToo() {
        secrets.createSecret("app", "value");
        RootKey namesake = TestKeys.rootKey("first");

        secrets.keys().changeRootKey(first, namesake);

        assertOpens(namesake);
        assertOpensNothing(first);
        secrets.keys().changeRootKey(first, namesake);
        assertOpens(namesake);
    }

    @Test
    void changeRootKey_keyThatDoesNotUnwrap_isRefusedAndChangesNothing() {
        secrets.createSecret("app", "value");
        EmbeddedSecretsManager stranger = manager(first);

        assertThatThrownBy(() -> stranger.keys().changeRootKey(first, new WrapsOnly(second)))
                .isInstanceOf(RootKeyException.class);

        assertOpens(first);
        assertOpensNothing(second);
        stranger.putSecretValue("app", "value");
    }

    @Test
    void changeRootKey_notFromTheKeysThatWrap_isRefusedAndChangesNothing() {
        secrets.createSecret("app", "value");
        RootKey glass = TestKeys.rootKey("glass");

        for (RootKey wrong : List.of(TestKeys.rootKey("first"), glass)) {
            assertThatThrownBy(() -> secrets.keys().changeRootKey(wrong, second))
                    .isInstanceOf(RootKeyException.class)
                    .hasMessageContaining("[first]");
        }
        assertOpens(first);
        assertOpensNothing(second);

        secrets.keys().changeRootKey(first, new RootKeyChain(List.of(first, glass)));
        assertThatThrownBy(() -> secrets.keys().changeRootKey(first, second))
                .isInstanceOf(RootKeyException.class)
                .hasMessageContaining("[glass]");
        assertOpens(glass);
    }

    /** A key of a service that lets everybody wrap and nobody unwrap. */
    private record WrapsOnly(RootKey key) implements RootKey {
        @Override
        public String id() {
            return key.id();
        }

        @Override
        public byte[] wrap(byte[] plaintext, byte[] associatedData) {
            return key.wrap(plaintext, associatedData);
        }

        @Override
        public byte[] unwrap(byte[] wrapped, byte[] associatedData) {
            throw new RootKeyException("Not allowed");
        }
    }

    @Test
    void chain_withoutKeysOrWithTwoOfOneId_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RootKeyChain(List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RootKeyChain(List.of(first, TestKeys.rootKey("first"))));
    }

    @Test
    void chain_usedAlone_wrapsByTheFirstAndUnwrapsByAny() {
        byte[] place = {1};
        RootKey chain = new RootKeyChain(List.of(second, first));

        assertThat(chain.unwrap(first.wrap(new byte[] {7}, place), place)).containsExactly(7);
        assertThat(second.unwrap(chain.wrap(new byte[] {8}, place), place)).containsExactly(8);
        assertThatThrownBy(() -> chain.unwrap(new byte[40], place)).isInstanceOf(RootKeyException.class);
    }

    @Test
    void changeRootKey_event_namesTheKeysAndNoMaterial() {
        SecretsFixture fixture = new SecretsFixture();
        fixture.secrets.keys().changeRootKey(fixture.rootKey, second);

        assertThat(fixture.trail).allSatisfy(event -> {
            assertThat(event.eventName()).isEqualTo("ChangeRootKey");
            assertThat(event.requestParameters()).isEqualTo(Map.of("from", "test", "to", "second"));
        });
        fixture.close();
    }

    /** A backup of every byte from before the destruction, in the hands of somebody who has the new root key. */
    @Test
    void destroyKey_thenChangeRootKey_backupOpensNothingOfWhatWasUnderIt() {
        secrets.createSecret(
                new CreateSecretRequest("doomed").kmsKeyId("alias/doomed").secretString("value"));
        InMemorySecretStore backup = copy();
        secrets.keys().disableKey("alias/doomed");
        clock.advance(Duration.ofMinutes(3));
        secrets.keys().destroyKeyAndLoseWhatIsUnderIt("alias/doomed");
        assertThat(manager(backup, first).getSecretValue("doomed").secretString())
                .as("under an unchanged root key")
                .contains("value");

        secrets.keys().changeRootKey(first, second);

        assertThatThrownBy(() -> manager(backup, second)).isInstanceOf(RootKeyException.class);
        StoredSecret oldRing = backup.find("#keyring").orElseThrow().secret();
        StoredSecret newRing = store.find("#keyring").orElseThrow().secret();
        backup.commit(new SecretChange.Update(oldRing.secretUid(), oldRing.revision(), newRing, List.of(), Set.of()));
        assertThatThrownBy(() -> manager(backup, second).getSecretValue("doomed"))
                .isInstanceOf(DecryptionFailureException.class);
    }

    private InMemorySecretStore copy() {
        InMemorySecretStore copy = new InMemorySecretStore(clock);
        store.page("", 100)
                .forEach(record ->
                        copy.commit(new SecretChange.Create(record, store.values(record.name(), record.secretUid()))));
        return copy;
    }
}
