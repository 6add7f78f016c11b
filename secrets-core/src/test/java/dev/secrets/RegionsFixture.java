package dev.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.audit.AuditEvent;
import dev.secrets.keys.KeyManager;
import dev.secrets.keys.SealingContext;
import dev.secrets.keys.TinkKeyManager;
import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.CreateSecretResponse;
import dev.secrets.model.DescribeSecretResponse;
import dev.secrets.model.GetSecretValueRequest;
import dev.secrets.model.RemoveRegionsFromReplicationRequest;
import dev.secrets.model.ReplicaRegionType;
import dev.secrets.model.ReplicateSecretToRegionsRequest;
import dev.secrets.model.ReplicateSecretToRegionsResponse;
import dev.secrets.model.ReplicationStatusType;
import dev.secrets.model.StatusType;
import dev.secrets.model.StopReplicationToReplicaRequest;
import dev.secrets.policy.IdentityPolicies;
import dev.secrets.state.Secret;
import dev.secrets.state.SecretCodec;
import dev.secrets.state.SecretInvariants;
import dev.secrets.store.InMemorySecretStore;
import dev.secrets.store.StoredSecret;
import dev.secrets.testing.FaultySecretStore;
import dev.secrets.testing.SettableClock;
import dev.secrets.testing.SwitchableStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Three sites, each with a store, a root key and a manager of its own, that know one another. Nothing is copied until the test says
 * so. Every site reaches every store, its own too, through one that can fail. Closing checks the invariants of every secret.
 */
final class RegionsFixture implements AutoCloseable {
    static final String US = "us-east-1";
    static final String EU = "eu-west-1";
    static final String AP = "ap-south-1";
    static final String NAME = "app/db";
    static final String DEFAULT_KEY = "alias/aws/secretsmanager";

    final SettableClock clock = SettableClock.at("2026-02-03T10:15:30.123Z");
    private final Map<String, Region> regions = new HashMap<>();
    final Site us = new Site(US);
    final Site eu = new Site(EU);
    final Site ap = new Site(AP);

    RegionsFixture() {
        sites().forEach(Site::open);
    }

    /** Creates the primary of the name in the first region, a second ago. */
    CreateSecretResponse createPrimary() {
        CreateSecretResponse created = us.secrets.createSecret(new CreateSecretRequest(NAME)
                .secretString("one")
                .description("the database")
                .tags(Map.of("team", "payments")));
        clock.advance(Duration.ofSeconds(1));
        return created;
    }

    /** Brings the primary of the name to the regions. */
    void replicated(String... targets) {
        us.replicate(NAME, targets);
        us.replicate();
    }

    private Stream<Site> sites() {
        return Stream.of(us, eu, ap);
    }

    /** One region. */
    final class Site {
        final String name;
        final InMemorySecretStore store = new InMemorySecretStore(clock);
        final SwitchableStore gate = new SwitchableStore(store);
        final FaultySecretStore calls = new FaultySecretStore(gate);
        final KeyManager keys = new TinkKeyManager(store, TestKeys.rootKey());
        final List<AuditEvent> trail = Collections.synchronizedList(new ArrayList<>());
        EmbeddedSecretsManager secrets;

        Site(String name) {
            this.name = name;
            regions.put(name, new Region(calls, keys));
        }

        private void open() {
            secrets = with(options());
        }

        EmbeddedOptions options() {
            return EmbeddedOptions.defaults()
                    .clock(clock)
                    .background(Runnable::run)
                    .region(name)
                    .regions(regions)
                    .replicates(false);
        }

        EmbeddedSecretsManager with(EmbeddedOptions options) {
            return with(IdentityPolicies.none(), options);
        }

        EmbeddedSecretsManager with(IdentityPolicies policies, EmbeddedOptions options) {
            return new EmbeddedSecretsManager(calls, keys, policies, trail::add, options);
        }

        /** Does what is due from this site. */
        int replicate() {
            return secrets.replicationQueue().run();
        }

        /** Does what is due from this site when all that has failed may be tried again. */
        int replicateLater() {
            clock.advance(Duration.ofMinutes(5));
            return replicate();
        }

        /** Asks for replicas in the regions, under their default keys. */
        ReplicateSecretToRegionsResponse replicate(String secretId, String... targets) {
            return secrets.replicateSecretToRegions(request(secretId, targets));
        }

        ReplicateSecretToRegionsResponse overwrite(String secretId, String... targets) {
            return secrets.replicateSecretToRegions(request(secretId, targets).forceOverwriteReplicaSecret(true));
        }

        List<ReplicationStatusType> remove(String secretId, String... targets) {
            return secrets.removeRegionsFromReplication(
                            new RemoveRegionsFromReplicationRequest(secretId, List.of(targets)))
                    .replicationStatus();
        }

        String promote(String secretId) {
            return secrets.stopReplicationToReplica(new StopReplicationToReplicaRequest(secretId))
                    .arn();
        }

        DescribeSecretResponse describe(String secretId) {
            return secrets.describeSecret(secretId);
        }

        String value(String secretId) {
            return secrets.getSecretValue(secretId).secretString().orElseThrow();
        }

        String put(String secretId, String value) {
            return secrets.putSecretValue(secretId, value).versionId();
        }

        /** Returns the status of the secret's replica in the region. */
        Optional<ReplicationStatusType> replica(String secretId, String region) {
            return describe(secretId).replicationStatus().orElse(List.of()).stream()
                    .filter(status -> status.region().equals(region))
                    .findFirst();
        }

        Optional<StatusType> status(String secretId, String region) {
            return replica(secretId, region).map(ReplicationStatusType::status);
        }

        boolean has(String secretId) {
            return store.find(secretId).isPresent();
        }

        /** Returns what the record of the name says. */
        Secret state(String secretId) {
            return opened(store.find(secretId).orElseThrow().secret());
        }

        private Secret opened(StoredSecret record) {
            SealingContext context = new SealingContext.Metadata(
                    record.name(), record.secretUid(), record.revision(), record.dueAt(), record.currentVersionId());
            return SecretCodec.decode(record.name(), record.secretUid(), keys.open(context, record.metadata()));
        }

        List<Secret> all() {
            return store.page("", 100_000).stream()
                    .filter(record -> !record.name().startsWith("#"))
                    .map(this::opened)
                    .toList();
        }

        List<String> events() {
            return trail.stream().map(AuditEvent::eventName).toList();
        }
    }

    static ReplicationStatusType inSync(String region) {
        return replicaStatus(region, StatusType.IN_SYNC, Optional.of("Replication succeeded"));
    }

    static ReplicationStatusType inProgress(String region) {
        return replicaStatus(region, StatusType.IN_PROGRESS, Optional.empty());
    }

    static ReplicationStatusType replicaStatus(String region, StatusType status, Optional<String> message) {
        return new ReplicationStatusType(region, Optional.of(DEFAULT_KEY), status, message, Optional.empty());
    }

    static ReplicateSecretToRegionsRequest request(String secretId, String... regions) {
        return new ReplicateSecretToRegionsRequest(
                secretId, Stream.of(regions).map(ReplicaRegionType::new).toList());
    }

    /** Asserts that the replica is as its primary in all that callers see and that is copied. */
    static void assertReplica(Site primary, Site replica, String secretId) {
        Secret original = primary.state(secretId);
        Secret copy = replica.state(secretId);
        assertThat(copy.isReplica()).as("a replica").isTrue();
        assertThat(seen(replica.describe(secretId))).isEqualTo(seen(primary.describe(secretId)));
        original.versions().all().stream()
                .filter(version -> version.value().isPresent())
                .forEach(version -> assertThat(value(replica, secretId, version.id()))
                        .isEqualTo(value(primary, secretId, version.id())));
    }

    private static String value(Site site, String secretId, String versionId) {
        return site.secrets
                .getSecretValue(new GetSecretValueRequest(secretId).versionId(versionId))
                .secretString()
                .orElseThrow();
    }

    private static List<Object> seen(DescribeSecretResponse description) {
        return List.of(
                description.arn().replaceFirst("secretsmanager:[^:]+", "secretsmanager:region"),
                description.name(),
                description.createdDate(),
                description.lastChangedDate(),
                description.description(),
                description.tags(),
                description.type(),
                description.versionIdsToStages(),
                description.primaryRegion());
    }

    @Override
    public void close() {
        sites().forEach(site -> {
            site.gate.set(SwitchableStore.State.UP);
            site.calls.clearFaults();
            site.secrets.close();
            site.all().forEach(SecretInvariants::check);
            site.keys.close();
        });
    }
}
