package dev.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.secrets.credentials.ApiKey;
import dev.secrets.credentials.DatabaseCredentials;
import dev.secrets.model.BatchGetSecretValueRequest;
import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.GetRandomPasswordRequest;
import dev.secrets.model.GetSecretValueRequest;
import dev.secrets.model.GetSecretValueResponse;
import dev.secrets.model.PutSecretValueRequest;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.RotationLease;
import dev.secrets.model.SecretValue;
import dev.secrets.model.UpdateSecretRequest;
import dev.secrets.store.StoredValue;
import dev.secrets.testing.LeakScanner;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** No value shows itself anywhere but in the answer that it was asked for in (section 8 of the reference). */
@Tag("SEC-01")
final class SecretHygieneTest {
    @AutoClose
    private final SecretsFixture fixture = new SecretsFixture();

    private final SecretsManager secrets = fixture.secrets;
    private final LeakScanner scanner = LeakScanner.forCanaries();

    /** Each one is another; all are found by their beginning. */
    private static String canary() {
        return LeakScanner.canary();
    }

    private static byte[] canaryBytes() {
        return canary().getBytes(StandardCharsets.US_ASCII);
    }

    private void assertClean(Object shown) {
        assertThat(scanner.scan(shown.toString())).isEmpty();
    }

    @Test
    void requestsAndAnswers_asText_showNoValue() {
        CreateSecretRequest create = new CreateSecretRequest("text").secretString(canary());
        CreateSecretRequest createBytes = new CreateSecretRequest("bytes").secretBinary(canaryBytes());
        PutSecretValueRequest put =
                new PutSecretValueRequest("text").secretString(canary()).rotationToken(canary() + "-0123456789");
        UpdateSecretRequest update = new UpdateSecretRequest("text").secretBinary(canaryBytes());

        List<Object> shown = new ArrayList<>(List.of(create, createBytes, put, update));
        shown.add(secrets.createSecret(create));
        shown.add(secrets.createSecret(createBytes));
        shown.add(secrets.putSecretValue(put));
        shown.add(secrets.updateSecret(update));
        shown.add(secrets.getSecretValue("text"));
        shown.add(secrets.getSecretValue("bytes"));
        shown.add(secrets.batchGetSecretValue(new BatchGetSecretValueRequest().secretIdList("text", "bytes")));
        shown.add(secrets.describeSecret("text"));

        shown.forEach(this::assertClean);
    }

    @Test
    void generatedPassword_asText_isNotShown() {
        var response = secrets.getRandomPassword(new GetRandomPasswordRequest());
        String password = response.randomPassword().revealString();

        assertThat(LeakScanner.forCanaries().and("password", password).scan(response.toString()))
                .isEmpty();
        assertThat(LeakScanner.forCanaries().and("password", password).scan(fixture.trail.toString()))
                .isEmpty();
    }

    @Test
    void trail_ofEverythingDoneWithValues_showsNone() {
        String version = secrets.createSecret("text", canary()).versionId().orElseThrow();
        secrets.putSecretValue(
                new PutSecretValueRequest("text").secretString(canary()).versionStages("blue"));
        secrets.updateSecret(
                new UpdateSecretRequest("text").secretString(canary()).description("described"));
        secrets.getSecretValue(new GetSecretValueRequest("text").versionId(version));
        secrets.batchGetSecretValue(new BatchGetSecretValueRequest().secretIdList("text"));
        rotate();
        fixture.refusalOf(() -> secrets.createSecret("text", canary()));
        fixture.refusalOf(() -> secrets.putSecretValue("unknown", canary()));

        assertThat(fixture.trail).hasSizeGreaterThan(10);
        fixture.trail.forEach(this::assertClean);
    }

    private void rotate() {
        secrets.rotateSecret(new RotateSecretRequest("text").rotationLambdaArn("rotator"));
        fixture.clock.advance(Duration.ofSeconds(1));
        RotationQueue queue = fixture.secrets.rotationQueue();
        RotationLease lease = queue.claim("worker", Duration.ofMinutes(5), 1).get(0);
        queue.putPendingValue(lease, SecretValue.ofString(canary()));
        assertClean(lease);
        assertClean(queue.pendingValue(lease));
        queue.finish(lease);
        queue.complete(lease);
    }

    @Test
    void refusals_ofCallsWithValues_showNone() {
        String version = fixture.create("text", canary());
        GetSecretValueResponse text = secrets.getSecretValue("text");
        List<ThrowingCallable> calls = List.of(
                () -> secrets.createSecret("text", canary()),
                () -> secrets.createSecret("bad name", canary()),
                () -> secrets.createSecret(
                        new CreateSecretRequest("n").secretString(canary()).secretBinary(canaryBytes())),
                () -> new CreateSecretRequest("n").secretString(canary().repeat(2_000)),
                () -> new CreateSecretRequest("n").secretString(canary() + "\uD83D"),
                () -> new CreateSecretRequest("n").secretString(SecretValue.copyOf(canaryBytes())),
                () -> SecretValue.copyOf(SecretValue.Kind.STRING, new byte[] {-1}),
                () -> secrets.putSecretValue("unknown", canary()),
                () -> secrets.putSecretValue(new PutSecretValueRequest("text")
                        .clientRequestToken(version)
                        .secretString(canary())),
                () -> new PutSecretValueRequest("text").rotationToken(canary() + " "),
                () -> secrets.updateSecret(new UpdateSecretRequest("text")
                        .clientRequestToken(version)
                        .secretString(canary())),
                () -> secrets.createSecret(
                        new CreateSecretRequest("n").kmsKeyId("no key id: ä").secretString(canary())));

        calls.forEach(call -> assertThat(scanner.scan(fixture.refusalOf(call))).isEmpty());
        for (ThrowingCallable misuse :
                List.<ThrowingCallable>of(() -> text.as(DatabaseCredentials.class), () -> text.as(Integer.class))) {
            Throwable thrown = catchThrowable(misuse);
            assertThat(thrown).isNotNull();
            assertThat(scanner.scan(thrown)).isEmpty();
        }
    }

    @Test
    @Tag("SEC-02")
    void store_holdsNoValue_andNothingElseThatIsNotANameOrATime() {
        fixture.secrets.createSecret(new CreateSecretRequest("text")
                .secretString(canary())
                .description(canary())
                .tags(List.of(new dev.secrets.model.Tag(canary(), canary()))));
        fixture.secrets.createSecret(new CreateSecretRequest("bytes").secretBinary(canaryBytes()));
        fixture.put("text", canary(), canary());

        fixture.content().forEach((record, values) -> {
            assertClean(record);
            assertThat(scanner.scan(record.metadata().sharedArray())).isEmpty();
            for (StoredValue value : values) {
                assertThat(scanner.scan(value.sealed().sharedArray())).isEmpty();
            }
        });
    }

    @Test
    void typedSecret_asText_showsNothing() {
        secrets.createSecret("api", "{\"api_key\":\"" + canary() + "\",\"secret_key\":\"" + canary() + "\"}");

        assertClean(secrets.getSecretValue("api").as(ApiKey.class));
        assertClean(Optional.of(secrets.getSecretValue("api").secretValue()));
    }
}
