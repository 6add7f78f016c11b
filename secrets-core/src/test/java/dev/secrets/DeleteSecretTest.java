package dev.secrets;

import static dev.secrets.Refusals.assertMarkedForDeletion;
import static dev.secrets.Refusals.assertNotFound;
import static dev.secrets.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.model.CancelRotateSecretRequest;
import dev.secrets.model.CreateSecretResponse;
import dev.secrets.model.DeleteResourcePolicyRequest;
import dev.secrets.model.DeleteSecretRequest;
import dev.secrets.model.DeleteSecretResponse;
import dev.secrets.model.DescribeSecretResponse;
import dev.secrets.model.GetResourcePolicyRequest;
import dev.secrets.model.ListSecretVersionIdsRequest;
import dev.secrets.model.PutResourcePolicyRequest;
import dev.secrets.model.ReplicaRegionType;
import dev.secrets.model.ReplicateSecretToRegionsRequest;
import dev.secrets.model.TagResourceRequest;
import dev.secrets.model.UntagResourceRequest;
import dev.secrets.model.UpdateSecretRequest;
import dev.secrets.model.UpdateSecretVersionStageRequest;
import dev.secrets.store.StoredSecret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class DeleteSecretTest {
    private final SecretsFixture fixture = new SecretsFixture();
    private final EmbeddedSecretsManager secrets = fixture.secrets;

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    @Tag("DEL-01")
    void delete_withoutWindow_isInThirtyDays() {
        String arn = secrets.createSecret("app/db", "value").arn();

        DeleteSecretResponse response = secrets.deleteSecret("app/db");

        assertThat(response).isEqualTo(new DeleteSecretResponse(arn, "app/db", inDays(30)));
        assertThat(secrets.describeSecret("app/db").deletedDate()).contains(inDays(30));
    }

    @Test
    @Tag("DEL-02")
    void delete_windowOfSevenToThirtyDays_isAccepted() {
        Stream.of(7, 30).forEach(days -> {
            secrets.createSecret("in" + days, "value");
            DeleteSecretRequest request = new DeleteSecretRequest("in" + days).recoveryWindowInDays(days);
            assertThat(secrets.deleteSecret(request).deletionDate()).isEqualTo(inDays(days));
        });
    }

    @Test
    @Tag("DEL-02")
    void delete_otherWindow_isRefused() {
        secrets.createSecret("app/db", "value");

        Stream.of(0, 6, 31, -7)
                .forEach(days -> assertRefused(
                        fixture,
                        () -> secrets.deleteSecret(new DeleteSecretRequest("app/db").recoveryWindowInDays(days)),
                        "InvalidParameterException",
                        "The RecoveryWindowInDays value must be between 7 and 30 days (inclusive)."));
    }

    @Test
    @Tag("DEL-03")
    void delete_scheduled_keepsLabelsAndVersions() {
        secrets.createSecret("app/db", "one");
        secrets.putSecretValue("app/db", "two");
        DescribeSecretResponse before = secrets.describeSecret("app/db");
        StoredSecret record = fixture.store.find("app/db").orElseThrow().secret();

        secrets.deleteSecret("app/db");

        assertThat(secrets.describeSecret("app/db").versionIdsToStages()).isEqualTo(before.versionIdsToStages());
        assertThat(fixture.store.values("app/db", record.secretUid())).hasSize(2);
    }

    @Test
    @Tag("DEL-04")
    void delete_forcedOnUnknownName_succeedsAndChangesNothing() {
        DeleteSecretResponse response = secrets.deleteSecret(force("no/such"));

        assertThat(response.name()).isEqualTo("no/such");
        assertThat(response.arn()).startsWith(SecretsFixture.ARN_PREFIX + "no/such-");
        assertThat(response.deletionDate()).isEqualTo(fixture.clock.instant());
        assertThat(secrets.listSecrets().secretList()).isEmpty();
    }

    @Test
    @Tag("DEL-05")
    void delete_forcedOnScheduledSecret_deletesItAtOnce() {
        secrets.createSecret("app/db", "value");
        secrets.deleteSecret("app/db");

        secrets.deleteSecret(force("app/db"));

        assertNotFound(fixture, () -> secrets.describeSecret("app/db"));
    }

    @Test
    @Tag("DEL-05")
    void delete_forced_removesRecordAndValues() {
        secrets.createSecret("app/db", "value");
        String uid = fixture.store.find("app/db").orElseThrow().secret().secretUid();

        secrets.deleteSecret(force("app/db"));

        assertThat(fixture.store.find("app/db")).isEmpty();
        assertThat(fixture.store.values("app/db", uid)).isEmpty();
    }

    @Test
    @Tag("DEL-06")
    void delete_forcedWithWindow_isRefused() {
        secrets.createSecret("app/db", "value");

        assertRefused(
                fixture,
                () -> secrets.deleteSecret(force("app/db").recoveryWindowInDays(6)),
                "InvalidParameterException",
                "The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).");

        assertRefused(
                fixture,
                () -> secrets.deleteSecret(force("app/db").recoveryWindowInDays(7)),
                "InvalidParameterException",
                "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
    }

    @Test
    @Tag("DEL-06")
    void delete_windowAndForceFalse_isScheduled() {
        secrets.createSecret("app/db", "value");

        DeleteSecretRequest request =
                new DeleteSecretRequest("app/db").recoveryWindowInDays(8).forceDeleteWithoutRecovery(false);

        assertThat(secrets.deleteSecret(request).deletionDate()).isEqualTo(inDays(8));
    }

    @Test
    @Tag("DEL-07")
    void delete_unknown_isNotFound() {
        assertNotFound(fixture, () -> secrets.deleteSecret("no/such"));
    }

    @Test
    @Tag("DEL-08")
    void delete_scheduledAgain_isRefused() {
        secrets.createSecret("app/db", "value");
        secrets.deleteSecret("app/db");

        assertMarkedForDeletion(fixture, () -> secrets.deleteSecret("app/db"));
    }

    /** Section 3.5. */
    @Test
    @Tag("DEL-03")
    @Tag("TAG-08")
    @Tag("CANC-07")
    @Tag("ROT-27")
    void scheduledSecret_operationsThatNeedAnActiveOne_areRefused() {
        String version = secrets.createSecret("app/db", "value").versionId().orElseThrow();
        secrets.deleteSecret("app/db");

        Stream.<ThrowingCallable>of(
                        () -> secrets.getSecretValue("app/db"),
                        () -> secrets.putSecretValue("app/db", "other"),
                        () -> secrets.updateSecret(new UpdateSecretRequest("app/db").description("other")),
                        () -> secrets.rotateSecret("app/db"),
                        () -> secrets.cancelRotateSecret(new CancelRotateSecretRequest("app/db")),
                        () -> secrets.updateSecretVersionStage(
                                new UpdateSecretVersionStageRequest("app/db", "X").moveToVersionId(version)),
                        () -> secrets.putResourcePolicy(new PutResourcePolicyRequest("app/db", Policies.resource())),
                        () -> secrets.getResourcePolicy(new GetResourcePolicyRequest("app/db")),
                        () -> secrets.deleteResourcePolicy(new DeleteResourcePolicyRequest("app/db")),
                        () -> secrets.replicateSecretToRegions(new ReplicateSecretToRegionsRequest(
                                "app/db", List.of(new ReplicaRegionType("eu-west-1")))),
                        () -> secrets.tagResource(new TagResourceRequest("app/db", Map.of("a", "b"))),
                        () -> secrets.untagResource(new UntagResourceRequest("app/db", List.of("a"))))
                .forEach(call -> assertMarkedForDeletion(fixture, call));
    }

    @Test
    @Tag("DEL-03")
    void scheduledSecret_isDescribedAndItsVersionsListed() {
        secrets.createSecret("app/db", "value");
        secrets.deleteSecret("app/db");

        assertThat(secrets.describeSecret("app/db").deletedDate()).isPresent();
        assertThat(secrets.listSecretVersionIds(new ListSecretVersionIdsRequest("app/db"))
                        .versions())
                .hasSize(1);
    }

    @Test
    @Tag("DEL-10")
    void purge_windowNotOver_deletesNothing() {
        secrets.createSecret("app/db", "value");
        secrets.deleteSecret(new DeleteSecretRequest("app/db").recoveryWindowInDays(7));
        fixture.clock.advance(Duration.ofDays(7).minusMillis(1));

        assertThat(secrets.rotationQueue().purge(10)).isZero();
        assertThat(secrets.describeSecret("app/db").deletedDate()).isPresent();
    }

    @Test
    @Tag("DEL-10")
    void purge_windowOver_deletesRecordAndValues() {
        secrets.createSecret("app/db", "value");
        String uid = fixture.store.find("app/db").orElseThrow().secret().secretUid();
        secrets.deleteSecret(new DeleteSecretRequest("app/db").recoveryWindowInDays(7));
        fixture.clock.advance(Duration.ofDays(7));
        assertNotFound(fixture, () -> secrets.describeSecret("app/db"));

        assertThat(secrets.rotationQueue().purge(10)).isEqualTo(1);

        assertThat(fixture.store.find("app/db")).isEmpty();
        assertThat(fixture.store.values("app/db", uid)).isEmpty();
        assertThat(secrets.rotationQueue().purge(10)).isZero();
    }

    @Test
    @Tag("DEL-10")
    void purge_limit_isKept() {
        for (int i = 0; i < 250; i++) {
            secrets.createSecret("s" + i, "value");
            secrets.deleteSecret(new DeleteSecretRequest("s" + i).recoveryWindowInDays(7));
        }
        fixture.clock.advance(Duration.ofDays(7));

        assertThat(secrets.rotationQueue().purge(120)).isEqualTo(120);
        assertThat(secrets.rotationQueue().purge(1_000)).isEqualTo(130);
    }

    @Test
    @Tag("DEL-10")
    void name_pastItsWindow_isFreeAtOnce() {
        CreateSecretResponse old = secrets.createSecret("app/db", "old");
        String oldUid = fixture.store.find("app/db").orElseThrow().secret().secretUid();
        secrets.deleteSecret(new DeleteSecretRequest("app/db").recoveryWindowInDays(7));
        fixture.clock.advance(Duration.ofDays(7));

        CreateSecretResponse created = secrets.createSecret("app/db", "new");

        assertThat(created.arn()).isNotEqualTo(old.arn());
        assertThat(fixture.store.values("app/db", oldUid)).isEmpty();
        assertThat(secrets.getSecretValue("app/db").secretString()).contains("new");
        assertThat(secrets.rotationQueue().purge(10)).isZero();
    }

    @Test
    @Tag("DEL-12")
    void delete_byFullArn_works() {
        String arn = secrets.createSecret("app/db", "value").arn();
        assertThat(secrets.deleteSecret(arn).name()).isEqualTo("app/db");

        secrets.deleteSecret(force(arn));
        assertNotFound(fixture, () -> secrets.describeSecret(arn));
    }

    private static DeleteSecretRequest force(String secretId) {
        return new DeleteSecretRequest(secretId).forceDeleteWithoutRecovery(true);
    }

    private Instant inDays(int days) {
        return fixture.clock.instant().plus(Duration.ofDays(days));
    }
}
