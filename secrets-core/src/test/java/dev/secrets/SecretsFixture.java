package dev.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.secrets.audit.AuditEvent;
import dev.secrets.keys.KeyManager;
import dev.secrets.keys.SealingContext;
import dev.secrets.keys.TinkKeyManager;
import dev.secrets.model.CallerIdentity;
import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.PutSecretValueRequest;
import dev.secrets.model.RootKey;
import dev.secrets.model.SecretsManagerException;
import dev.secrets.policy.IdentityPolicies;
import dev.secrets.policy.InMemoryIdentityPolicies;
import dev.secrets.policy.PolicyDocument;
import dev.secrets.policy.PolicyType;
import dev.secrets.policy.PrincipalPolicies;
import dev.secrets.state.Secret;
import dev.secrets.state.SecretCodec;
import dev.secrets.state.SecretInvariants;
import dev.secrets.store.InMemorySecretStore;
import dev.secrets.store.SecretChange;
import dev.secrets.store.StoredSecret;
import dev.secrets.store.StoredValue;
import dev.secrets.testing.SettableClock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * A manager on the in-memory store with a clock that stands still, background work in the caller's thread, and its trail. Closing
 * it checks the invariants of every secret that the store holds.
 */
final class SecretsFixture implements AutoCloseable {
    static final String ARN_PREFIX = "arn:aws:secretsmanager:us-east-1:000000000000:secret:";
    private static final int ALL = 100_000;

    private final Set<String> damaged = new HashSet<>();

    final SettableClock clock = SettableClock.at("2026-02-03T10:15:30.123Z");
    final InMemorySecretStore store = new InMemorySecretStore(clock);
    final RootKey rootKey = TestKeys.rootKey();
    final KeyManager keys = new TinkKeyManager(store, rootKey);
    final List<AuditEvent> trail = Collections.synchronizedList(new ArrayList<>());
    final EmbeddedOptions options = EmbeddedOptions.defaults().clock(clock).background(Runnable::run);
    final EmbeddedSecretsManager secrets = with(options);

    EmbeddedSecretsManager with(EmbeddedOptions changedOptions) {
        return with(IdentityPolicies.none(), changedOptions);
    }

    EmbeddedSecretsManager with(IdentityPolicies policies, EmbeddedOptions changedOptions) {
        return new EmbeddedSecretsManager(store, keys, policies, trail::add, changedOptions);
    }

    SecretsManager as(String arn) {
        return secrets.as(CallerIdentity.of(arn));
    }

    /** Returns a manager of a caller whose identity policy allows everything. */
    SecretsManager asAllowedEverything(String arn) {
        PolicyDocument all = PolicyDocument.parse(
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}",
                PolicyType.IDENTITY);
        IdentityPolicies policies = new InMemoryIdentityPolicies().with(arn, new PrincipalPolicies(all));
        return new EmbeddedSecretsManager(store, keys, policies, trail::add, options).as(CallerIdentity.of(arn));
    }

    static String token() {
        return UUID.randomUUID().toString();
    }

    // Short ways to a secret and its state

    /** Creates a secret with a value and returns the id of its version. */
    String create(String name, String value) {
        return secrets.createSecret(name, value).versionId().orElseThrow();
    }

    /** Creates a secret without a value. */
    void createEmpty(String name) {
        secrets.createSecret(new CreateSecretRequest(name));
    }

    /** Puts a value with the labels, or as the current one without any, and returns the id of its version. */
    String put(String secretId, String value, String... stages) {
        PutSecretValueRequest request = new PutSecretValueRequest(secretId).secretString(value);
        return secrets.putSecretValue(stages.length == 0 ? request : request.versionStages(stages))
                .versionId();
    }

    /** Returns the current value, which is text. */
    String value(String secretId) {
        return secrets.getSecretValue(secretId).secretString().orElseThrow();
    }

    String arn(String secretId) {
        return secrets.describeSecret(secretId).arn();
    }

    /** Returns the labels of each version that has any. */
    Map<String, List<String>> stages(String secretId) {
        return secrets.describeSecret(secretId).versionIdsToStages().orElse(Map.of());
    }

    // The store behind it

    /** Returns the record of the name. */
    StoredSecret record(String name) {
        return store.find(name).orElseThrow().secret();
    }

    /** Returns what the record of the name says. */
    Secret state(String name) {
        return opened(record(name));
    }

    private Secret opened(StoredSecret record) {
        SealingContext context = new SealingContext.Metadata(
                record.name(), record.secretUid(), record.revision(), record.dueAt(), record.currentVersionId());
        return SecretCodec.decode(record.name(), record.secretUid(), keys.open(context, record.metadata()));
    }

    /** Returns all that the store holds: the records and the values of each. */
    Map<StoredSecret, Set<StoredValue>> content() {
        Map<StoredSecret, Set<StoredValue>> content = new LinkedHashMap<>();
        store.page("", ALL)
                .forEach(record -> content.put(record, Set.copyOf(store.values(record.name(), record.secretUid()))));
        return content;
    }

    // Assertions

    /** Asserts that the call is refused with the code and the very text, and leaves no trace in the store (VALID-11). */
    void assertRefused(String errorCode, String message, ThrowingCallable call) {
        SecretsManagerException refusal = refusalOf(call);
        assertThat(refusal).hasMessage(message);
        assertThat(refusal.errorCode()).isEqualTo(errorCode);
    }

    /** Returns how the call is refused; it must leave no trace in the store. */
    SecretsManagerException refusalOf(ThrowingCallable call) {
        Map<StoredSecret, Set<StoredValue>> before = content();
        SecretsManagerException refusal = catchThrowableOfType(SecretsManagerException.class, call);
        assertThat(refusal).as("refusal").isNotNull();
        assertThat(content()).as("what the store holds").isEqualTo(before);
        return refusal;
    }

    /** Leaves the record of the name, which the test damages, out of what is checked at the end. */
    void expectDamaged(String name) {
        damaged.add(name);
    }

    /** Puts the record of the name under a revision that its metadata was not sealed for. */
    void damage(String name) {
        expectDamaged(name);
        StoredSecret secret = record(name);
        StoredSecret damaged = new StoredSecret(
                name,
                secret.secretUid(),
                secret.revision() + 1,
                secret.dueAt(),
                secret.currentVersionId(),
                secret.metadata());
        store.commit(new SecretChange.Update(secret.secretUid(), secret.revision(), damaged, List.of(), Set.of()));
    }

    /** Puts the metadata in the place of the value of each version of the secret. */
    void damageValues(String name) {
        StoredSecret secret = record(name);
        List<StoredValue> damaged = store.values(name, secret.secretUid()).stream()
                .map(value -> new StoredValue(value.versionId(), secret.metadata()))
                .toList();
        store.commit(new SecretChange.Delete(name, secret.secretUid(), secret.revision()));
        store.commit(new SecretChange.Create(secret, damaged));
    }

    private void assertInvariants() {
        store.page("", ALL).stream()
                .filter(record -> !record.name().startsWith("#") && !damaged.contains(record.name()))
                .forEach(record -> SecretInvariants.check(opened(record)));
    }

    @Override
    public void close() {
        secrets.close();
        assertInvariants();
        keys.close();
    }
}
