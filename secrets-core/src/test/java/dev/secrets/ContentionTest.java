package dev.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.audit.AuditListener;
import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.DescribeSecretResponse;
import dev.secrets.model.GetSecretValueRequest;
import dev.secrets.model.GetSecretValueResponse;
import dev.secrets.model.ListSecretVersionIdsRequest;
import dev.secrets.model.ListSecretVersionIdsResponse;
import dev.secrets.model.PutSecretValueRequest;
import dev.secrets.model.TagResourceRequest;
import dev.secrets.model.UpdateSecretVersionStageRequest;
import dev.secrets.policy.IdentityPolicies;
import dev.secrets.store.CachingSecretStore;
import dev.secrets.testing.Concurrently;
import dev.secrets.testing.Scale;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Sixteen threads on one secret, half of them on another node that caches: no acknowledged write is lost, and whoever reads sees
 * one state of the secret, never a mix of two.
 */
final class ContentionTest {
    private static final int THREADS = 16;
    private static final int ROUNDS = Scale.of(20, 1_000);
    private static final String NAME = "app/db";

    private final SecretsFixture fixture = new SecretsFixture();
    private final CachingSecretStore cache =
            new CachingSecretStore(fixture.store, Duration.ofSeconds(1), 1 << 20, fixture.clock);
    /** Without work in the background, which would make each read of a new version one more change. */
    private final EmbeddedOptions options = fixture.options.background(work -> {});

    private final EmbeddedSecretsManager node = fixture.with(options);
    private final EmbeddedSecretsManager cachingNode =
            new EmbeddedSecretsManager(cache, fixture.keys, IdentityPolicies.none(), AuditListener.none(), options);

    /** What was acknowledged: the value of each version, and by thread the tag and the holder of its own label. */
    private final Map<String, String> values = new ConcurrentHashMap<>();

    private final Map<String, String> tags = new ConcurrentHashMap<>();
    private final Map<String, String> labels = new ConcurrentHashMap<>();
    private final CountDownLatch writers = new CountDownLatch(12);

    private final String first = SecretsFixture.token();

    @BeforeEach
    void create() {
        fixture.secrets.createSecret(
                new CreateSecretRequest(NAME).clientRequestToken(first).secretString(valueOf(first)));
        values.put(first, valueOf(first));
    }

    @AfterEach
    void close() {
        cachingNode.close();
        node.close();
        fixture.close();
    }

    @Test
    @Tag("PUT-23")
    void sixteenThreads_onOneSecret_loseNoWriteAndSeeNoMix() {
        Concurrently.run(THREADS, thread -> {
            SecretsManager secrets = thread % 2 == 0 ? node : cachingNode;
            switch (thread / 2) {
                case 0, 1, 2 -> write(() -> put(secrets));
                case 3 -> write(() -> putPending(secrets));
                case 4 -> write(() -> tag(secrets, "thread-" + thread));
                case 5 -> write(() -> moveLabel(secrets, "THREAD-" + thread));
                default -> readWhileWritten(secrets);
            }
        });

        assertThat(versions()).containsExactlyInAnyOrderElementsOf(values.keySet());
        values.forEach((versionId, value) -> assertThat(fixture.secrets
                        .getSecretValue(new GetSecretValueRequest(NAME).versionId(versionId))
                        .secretString())
                .contains(value));
        assertThat(describe(fixture.secrets).tags().orElseThrow())
                .hasSize(tags.size())
                .allSatisfy(tag -> assertThat(tags).containsEntry(tag.key(), tag.value()));
        labels.forEach((label, versionId) ->
                assertThat(fixture.stages(NAME).get(versionId)).contains(label));
        assertThat(labels).hasSize(2);
    }

    // Writers

    private void write(Runnable change) {
        try {
            for (int round = 0; round < ROUNDS; round++) {
                change.run();
            }
        } finally {
            writers.countDown();
        }
    }

    private void put(SecretsManager secrets) {
        String token = SecretsFixture.token();
        assertThat(secrets.putSecretValue(new PutSecretValueRequest(NAME)
                                .clientRequestToken(token)
                                .secretString(valueOf(token)))
                        .versionStages())
                .containsExactly("AWSCURRENT");
        values.put(token, valueOf(token));
    }

    private void putPending(SecretsManager secrets) {
        String token = SecretsFixture.token();
        secrets.putSecretValue(new PutSecretValueRequest(NAME)
                .clientRequestToken(token)
                .secretString(valueOf(token))
                .versionStages("AWSPENDING"));
        values.put(token, valueOf(token));
    }

    private void tag(SecretsManager secrets, String key) {
        String value = SecretsFixture.token();
        secrets.tagResource(new TagResourceRequest(NAME, Map.of(key, value)));
        tags.put(key, value);
    }

    private void moveLabel(SecretsManager secrets, String label) {
        String target = secrets.getSecretValue(NAME).versionId();
        UpdateSecretVersionStageRequest move = new UpdateSecretVersionStageRequest(NAME, label).moveToVersionId(target);
        secrets.updateSecretVersionStage(Optional.ofNullable(labels.get(label))
                .map(move::removeFromVersionId)
                .orElse(move));
        labels.put(label, target);
    }

    // Readers

    private void readWhileWritten(SecretsManager secrets) {
        Instant lastChange = Instant.MIN;
        while (writers.getCount() > 0) {
            DescribeSecretResponse described = describe(secrets);
            assertOneState(described.versionIdsToStages().orElseThrow());
            assertThat(described.lastChangedDate()).isAfterOrEqualTo(lastChange);
            lastChange = described.lastChangedDate();
            GetSecretValueResponse read = secrets.getSecretValue(NAME);
            assertThat(read.secretString()).contains(valueOf(read.versionId()));
            assertThat(read.versionStages()).contains("AWSCURRENT").doesNotContain("AWSPREVIOUS");
        }
    }

    /** The secret has one current version, one that was before it, and no label twice. */
    private void assertOneState(Map<String, List<String>> stages) {
        List<String> all = stages.values().stream().flatMap(List::stream).toList();
        assertThat(all).contains("AWSCURRENT").doesNotHaveDuplicates();
        boolean isFirst = stages.getOrDefault(first, List.of()).contains("AWSCURRENT");
        assertThat(all.contains("AWSPREVIOUS")).isEqualTo(!isFirst);
    }

    private static DescribeSecretResponse describe(SecretsManager secrets) {
        return secrets.describeSecret(NAME);
    }

    private List<String> versions() {
        List<String> ids = new ArrayList<>();
        ListSecretVersionIdsRequest request = new ListSecretVersionIdsRequest(NAME).includeDeprecated(true);
        Optional<String> next = Optional.empty();
        do {
            ListSecretVersionIdsResponse page = fixture.secrets.listSecretVersionIds(
                    next.map(request::nextToken).orElse(request));
            page.versions().forEach(version -> ids.add(version.versionId()));
            next = page.nextToken();
        } while (next.isPresent());
        return ids;
    }

    private static String valueOf(String versionId) {
        return "value of " + versionId;
    }
}
