package dev.secrets.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.EmbeddedOptions;
import dev.secrets.EmbeddedSecretsManager;
import dev.secrets.Region;
import dev.secrets.audit.AuditListener;
import dev.secrets.keys.KeyFileRootKey;
import dev.secrets.keys.KeyManager;
import dev.secrets.keys.TinkKeyManager;
import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.ReplicaRegionType;
import dev.secrets.policy.IdentityPolicies;
import dev.secrets.store.SecretStore;
import dev.secrets.store.file.FileSecretStore;
import dev.secrets.testing.LostPrimary;
import dev.secrets.testing.Scale;
import dev.secrets.testing.SwitchableStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A primary in one directory, its replica in PostgreSQL; the primary is lost under load and the replica takes over. */
final class ReplicaPromotionTest {
    private static final String HERE = "eu-central-1";
    private static final String THERE = "eu-west-1";

    @TempDir
    Path directory;

    private SwitchableStore file;
    private SecretStore database;
    private KeyManager fileKeys;
    private KeyManager databaseKeys;
    private EmbeddedSecretsManager standby;

    @BeforeEach
    void open() {
        KeyFileRootKey fileKey = KeyFileRootKey.create(directory.resolve("file.key"));
        file = new SwitchableStore(new FileSecretStore(directory.resolve("store"), fileKey));
        fileKeys = new TinkKeyManager(file, fileKey);
        database = TestDatabase.POSTGRESQL.newStore();
        databaseKeys = new TinkKeyManager(database, KeyFileRootKey.create(directory.resolve("database.key")));
        standby = manager(database, databaseKeys, THERE);
    }

    private EmbeddedSecretsManager manager(SecretStore store, KeyManager keys, String region) {
        Map<String, Region> regions =
                Map.of(HERE, new Region(file, fileKeys), THERE, new Region(database, databaseKeys));
        return new EmbeddedSecretsManager(
                store,
                keys,
                IdentityPolicies.none(),
                AuditListener.none(),
                EmbeddedOptions.defaults().region(region).regions(regions));
    }

    @AfterEach
    void close() {
        standby.close();
        fileKeys.close();
        databaseKeys.close();
        file.close();
        database.close();
    }

    @Test
    @Tag("REPL-07")
    void primaryLostUnderLoad_losesNothingThatWasInSync() {
        List<String> names =
                IntStream.range(0, 4).mapToObj(number -> "busy/" + number).toList();
        try (EmbeddedSecretsManager primary = manager(file, fileKeys, HERE)) {
            names.forEach(name -> primary.createSecret(
                    new CreateSecretRequest(name).secretString("0").addReplicaRegions(new ReplicaRegionType(THERE))));
            primary.replicationQueue().run();
            LostPrimary lost = new LostPrimary(primary, names);
            lost.loseUnderLoad(Scale.of(20, 500), () -> file.set(SwitchableStore.State.DOWN));
            lost.promote(standby);
        }
        file.set(SwitchableStore.State.UP);
        try (EmbeddedSecretsManager returned = manager(file, fileKeys, HERE)) {
            names.forEach(name -> returned.putSecretValue(name, "of the old primary"));
            returned.replicationQueue().run();
        }
        assertThat(names)
                .allSatisfy(name ->
                        assertThat(standby.getSecretValue(name).secretString()).contains("promoted"));
    }
}
