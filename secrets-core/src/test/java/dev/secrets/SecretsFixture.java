package dev.secrets;

import dev.secrets.audit.AuditEvent;
import dev.secrets.keys.KeyManager;
import dev.secrets.keys.TinkKeyManager;
import dev.secrets.model.CallerIdentity;
import dev.secrets.policy.IdentityPolicies;
import dev.secrets.store.InMemorySecretStore;
import dev.secrets.testing.SettableClock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/** A manager on the in-memory store with a clock that stands still, background work in the caller's thread, and its trail. */
final class SecretsFixture implements AutoCloseable {
    static final String ARN_PREFIX = "arn:aws:secretsmanager:us-east-1:000000000000:secret:";

    final SettableClock clock = SettableClock.at("2026-02-03T10:15:30.123Z");
    final InMemorySecretStore store = new InMemorySecretStore(clock);
    final KeyManager keys = new TinkKeyManager(store, TestKeys.rootKey());
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

    static String token() {
        return UUID.randomUUID().toString();
    }

    @Override
    public void close() {
        secrets.close();
        keys.close();
    }
}
