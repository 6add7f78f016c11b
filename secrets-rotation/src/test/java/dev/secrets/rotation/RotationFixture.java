package dev.secrets.rotation;

import dev.secrets.EmbeddedOptions;
import dev.secrets.EmbeddedSecretsManager;
import dev.secrets.audit.AuditEvent;
import dev.secrets.keys.KeyManager;
import dev.secrets.keys.TinkKeyManager;
import dev.secrets.model.DescribeSecretResponse;
import dev.secrets.model.GetSecretValueRequest;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.RotationRules;
import dev.secrets.policy.IdentityPolicies;
import dev.secrets.store.InMemorySecretStore;
import dev.secrets.store.SecretStore;
import dev.secrets.testing.SettableClock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;

/** A manager on a store in memory with a clock that stands still, and schedulers on it. */
public final class RotationFixture implements AutoCloseable {
    public static final String ROTATOR = "rotator";

    public final SettableClock clock = SettableClock.at("2026-02-03T10:15:30.123Z");
    public final SecretStore store;
    public final KeyManager keys;
    public final List<AuditEvent> trail = Collections.synchronizedList(new ArrayList<>());
    public final EmbeddedSecretsManager secrets;

    public RotationFixture() {
        store = new InMemorySecretStore(clock);
        keys = new TinkKeyManager(store, new PlainRootKey());
        secrets = new EmbeddedSecretsManager(
                store,
                keys,
                IdentityPolicies.none(),
                trail::add,
                EmbeddedOptions.defaults().clock(clock).background(Runnable::run));
    }

    public RotationScheduler scheduler(Rotator rotator) {
        return scheduler(rotator, RotationOptions.defaults());
    }

    public RotationScheduler scheduler(Rotator rotator, RotationOptions options) {
        return new RotationScheduler(secrets, secrets.rotationQueue(), Map.of(ROTATOR, rotator), options);
    }

    RotationScheduler scheduler(Rotator rotator, RotationOptions options, Function<String, ThreadFactory> factories) {
        return new RotationScheduler(secrets, secrets.rotationQueue(), Map.of(ROTATOR, rotator), options, factories);
    }

    /** Creates a secret whose account has the password, and asks for a rotation. */
    void createDue(String name, Accounts accounts) {
        create(name, accounts);
        secrets.rotateSecret(new RotateSecretRequest(name).rotationLambdaArn(ROTATOR));
    }

    void create(String name, Accounts accounts) {
        String password = "first-password-of-" + name;
        accounts.passwords.put(name, password);
        secrets.createSecret(name, password);
    }

    /** Has the secret rotated every so many days, the first time then. */
    void schedule(String name, RotationRules rules, RotationScheduler scheduler) {
        secrets.rotateSecret(new RotateSecretRequest(name)
                .rotationLambdaArn(ROTATOR)
                .rotationRules(rules)
                .rotateImmediately(false));
        scheduler.runDue();
    }

    public String value(String name) {
        return secrets.getSecretValue(name).secretString().orElseThrow();
    }

    public String value(String name, String versionId) {
        return secrets.getSecretValue(new GetSecretValueRequest(name).versionId(versionId))
                .secretString()
                .orElseThrow();
    }

    public DescribeSecretResponse describe(String name) {
        return secrets.describeSecret(name);
    }

    public Map<String, List<String>> stages(String name) {
        return describe(name).versionIdsToStages().orElse(Map.of());
    }

    /** Returns the id of the version with the label. */
    public String versionOf(String name, String label) {
        return stages(name).entrySet().stream()
                .filter(version -> version.getValue().contains(label))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    public List<String> reasons() {
        return trail.stream()
                .filter(event -> event.eventName().endsWith("RotationFailed"))
                .map(event -> String.valueOf(event.requestParameters().get("reason")))
                .toList();
    }

    public long events(String name) {
        return trail.stream().filter(event -> event.eventName().equals(name)).count();
    }

    @Override
    public void close() {
        secrets.close();
        keys.close();
        store.close();
    }
}
