package dev.secrets.examples.benchmarks;

import dev.secrets.EmbeddedSecretsManager;
import dev.secrets.SecretsManager;
import dev.secrets.audit.AuditListener;
import dev.secrets.keys.AeadRootKey;
import dev.secrets.keys.TinkKeyManager;
import dev.secrets.model.CreateSecretRequest;
import dev.secrets.policy.IdentityPolicies;
import dev.secrets.store.SecretStore;
import java.util.Map;
import java.util.stream.IntStream;

/** Secrets of teams of a hundred each, named and tagged by the team. */
final class ManySecrets {
    static final int TEAM = 100;

    private ManySecrets() {}

    static SecretsManager manager(SecretStore store) {
        TinkKeyManager keys = new TinkKeyManager(store, new AeadRootKey("benchmark", Floor.newAead()));
        return new EmbeddedSecretsManager(store, keys, IdentityPolicies.none(), AuditListener.none());
    }

    /** Creates as many secrets with values of the length. */
    static void create(SecretsManager secrets, int count, int length) {
        String value = "x".repeat(length);
        IntStream.range(0, count)
                .forEach(i -> secrets.createSecret(
                        new CreateSecretRequest(name(i)).secretString(value).tags(Map.of("team", team(i)))));
    }

    static String name(int index) {
        return "%s/secret%02d".formatted(team(index), index % TEAM);
    }

    static String team(int index) {
        return "team%05d".formatted(index / TEAM);
    }
}
