package dev.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.audit.AuditEvent;
import dev.secrets.credentials.CredentialsFormatException;
import dev.secrets.credentials.DatabaseCredentials;
import dev.secrets.model.BatchGetSecretValueRequest;
import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.DeleteSecretRequest;
import dev.secrets.model.DeleteSecretResponse;
import dev.secrets.model.Filter;
import dev.secrets.model.FilterKey;
import dev.secrets.model.GetRandomPasswordRequest;
import dev.secrets.model.GetSecretValueRequest;
import dev.secrets.model.GetSecretValueResponse;
import dev.secrets.model.InternalServiceErrorException;
import dev.secrets.model.ListSecretVersionIdsRequest;
import dev.secrets.model.ListSecretsRequest;
import dev.secrets.model.PutResourcePolicyRequest;
import dev.secrets.model.PutSecretValueRequest;
import dev.secrets.model.RestoreSecretRequest;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.SecretVersionsListEntry;
import dev.secrets.policy.IdentityPolicies;
import dev.secrets.testing.LeakScanner;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Section 4.2 of the reference. */
final class GetSecretValueTest {
    private static final Instant TODAY = Instant.parse("2026-02-03T00:00:00Z");
    private static final Instant TOMORROW = Instant.parse("2026-02-04T00:00:00Z");

    @AutoClose
    private final SecretsFixture fixture = new SecretsFixture();

    private final SecretsManager secrets = fixture.secrets;

    private static GetSecretValueRequest request() {
        return new GetSecretValueRequest("prod/db");
    }

    private String read(GetSecretValueRequest request) {
        return secrets.getSecretValue(request).secretString().orElseThrow();
    }

    private void assertNotFound(String what, GetSecretValueRequest request) {
        fixture.assertRefused(
                "ResourceNotFoundException",
                "Secrets Manager can't find the specified secret value for " + what,
                () -> secrets.getSecretValue(request));
    }

    @Test
    @Tag("GET-01")
    @Tag("GET-02")
    @Tag("GET-03")
    void getSecretValue_selectsByIdAndLabel() {
        String one = fixture.create("prod/db", "one");
        String two = fixture.put("prod/db", "two");
        String blue = fixture.put("prod/db", "three", "blue");

        assertThat(read(request())).isEqualTo("two");
        assertThat(read(request().versionId(one))).isEqualTo("one");
        assertThat(read(request().versionStage("AWSCURRENT"))).isEqualTo("two");
        assertThat(read(request().versionStage("AWSPREVIOUS"))).isEqualTo("one");
        assertThat(read(request().versionStage("blue"))).isEqualTo("three");
        assertThat(read(request().versionId(blue).versionStage("blue"))).isEqualTo("three");
        assertThat(read(request().versionId(two).versionStage("AWSCURRENT"))).isEqualTo("two");
    }

    @Test
    void as_valueOfAnotherForm_namesTheSecretAndNotTheValue() {
        String canary = LeakScanner.canary();
        fixture.create("prod/db", canary);
        GetSecretValueResponse response = secrets.getSecretValue("prod/db");

        assertThatThrownBy(() -> response.as(DatabaseCredentials.class))
                .isInstanceOf(CredentialsFormatException.class)
                .hasMessageStartingWith("Secret prod/db: DatabaseCredentials: ")
                .satisfies(refused -> assertThat(LeakScanner.forCanaries().scan(refused + " " + refused.getCause()))
                        .isEmpty());
        assertThat(response.as(String.class)).isEqualTo(canary);
    }

    @Test
    @Tag("GET-04")
    void getSecretValue_idAndLabelOfDifferentVersions_isRefused() {
        String one = fixture.create("prod/db", "one");
        String message = "You provided a VersionStage that is not associated to the provided VersionId.";
        fixture.put("prod/db", "two");

        fixture.assertRefused(
                "InvalidRequestException",
                message,
                () -> secrets.getSecretValue(request().versionId(one).versionStage("AWSCURRENT")));
        fixture.assertRefused(
                "InvalidRequestException",
                message,
                () -> secrets.getSecretValue(request().versionId(one).versionStage("unknown")));
    }

    @Test
    @Tag("GET-05")
    @Tag("GET-06")
    @Tag("GET-07")
    void getSecretValue_unknownIdOrLabel_isNotFound() {
        fixture.create("prod/db", "one");
        String unknown = SecretsFixture.token();

        assertNotFound("VersionId: " + unknown, request().versionId(unknown));
        assertNotFound("VersionId: " + unknown, request().versionId(unknown).versionStage("AWSCURRENT"));
        assertNotFound("staging label: blue", request().versionStage("blue"));
        assertNotFound("staging label: awscurrent", request().versionStage("awscurrent"));
        assertNotFound("staging label: AWSPREVIOUS", request().versionStage("AWSPREVIOUS"));
    }

    @Test
    @Tag("GET-08")
    @Tag("GET-10")
    void getSecretValue_tellsDateAndLabelsOfTheVersion() {
        String one = fixture.create("prod/db", "one");
        Instant created = fixture.clock.instant();
        fixture.clock.advance(Duration.ofHours(1));
        String two = fixture.put("prod/db", "two", "AWSCURRENT", "zeta", "alpha");

        GetSecretValueResponse previous = secrets.getSecretValue(request().versionId(one));
        GetSecretValueResponse current = secrets.getSecretValue(request());

        assertThat(previous.createdDate()).isEqualTo(created);
        assertThat(previous.versionStages()).containsExactly("AWSPREVIOUS");
        assertThat(current.versionId()).isEqualTo(two);
        assertThat(current.createdDate()).isEqualTo(created.plus(Duration.ofHours(1)));
        assertThat(current.versionStages()).containsExactlyInAnyOrder("AWSCURRENT", "alpha", "zeta");
    }

    @Test
    @Tag("GET-09")
    void getSecretValue_hasTextOrBytes_neverBoth() {
        secrets.createSecret(new CreateSecretRequest("text").secretString("value"));
        secrets.createSecret(new CreateSecretRequest("bytes").secretBinary(new byte[] {1, 2}));

        GetSecretValueResponse text = secrets.getSecretValue("text");
        GetSecretValueResponse bytes = secrets.getSecretValue("bytes");

        assertThat(text.secretString()).contains("value");
        assertThat(text.secretBinary()).isEmpty();
        assertThat(bytes.secretString()).isEmpty();
        assertThat(bytes.secretBinary())
                .hasValueSatisfying(value -> assertThat(value).containsExactly(1, 2));
    }

    @Test
    @Tag("GET-11")
    void getSecretValue_deprecatedVersion_isReadById() {
        String one = fixture.create("prod/db", "one");
        fixture.put("prod/db", "two");
        fixture.put("prod/db", "three");

        GetSecretValueResponse deprecated = secrets.getSecretValue(request().versionId(one));

        assertThat(deprecated.secretString()).contains("one");
        assertThat(deprecated.versionStages()).isEmpty();
    }

    /** The text is not established where the id alone is given; ours names the id. */
    @Test
    @Tag("GET-12")
    void getSecretValue_versionThatRotationHasYetToFill_isNotFound() {
        fixture.create("prod/db", "one");
        String pending = secrets.rotateSecret(new RotateSecretRequest("prod/db").rotationLambdaArn("rotator"))
                .versionId()
                .orElseThrow();

        assertNotFound("staging label: AWSPENDING", request().versionId(pending).versionStage("AWSPENDING"));
        assertNotFound("staging label: AWSPENDING", request().versionStage("AWSPENDING"));
        assertNotFound("VersionId: " + pending, request().versionId(pending));
    }

    @Test
    @Tag("GET-13")
    void getSecretValue_scheduledForDeletion_isRefusedUntilRestored() {
        String one = fixture.create("prod/db", "one");
        secrets.deleteSecret(new DeleteSecretRequest("prod/db"));
        String message = "You can't perform this operation on the secret because it was marked for deletion.";

        fixture.assertRefused("InvalidRequestException", message, () -> secrets.getSecretValue("prod/db"));
        fixture.assertRefused(
                "InvalidRequestException",
                message,
                () -> secrets.getSecretValue(request().versionId(one)));

        secrets.restoreSecret(new RestoreSecretRequest("prod/db"));
        assertThat(fixture.value("prod/db")).isEqualTo("one");
    }

    private Optional<Instant> accessed() {
        return secrets.describeSecret("prod/db").lastAccessedDate();
    }

    private Optional<Instant> accessed(String versionId) {
        return secrets
                .listSecretVersionIds(new ListSecretVersionIdsRequest("prod/db").includeDeprecated(true))
                .versions()
                .stream()
                .filter(version -> version.versionId().equals(versionId))
                .findFirst()
                .flatMap(SecretVersionsListEntry::lastAccessedDate);
    }

    @Test
    @Tag("GET-14")
    @Tag("VERS-04")
    void getSecretValue_stampsTheSecretAndTheVersionThatWasRead() {
        String one = fixture.create("prod/db", "one");
        String two = fixture.put("prod/db", "two");

        secrets.getSecretValue(request().versionStage("AWSPREVIOUS"));

        assertThat(accessed()).contains(TODAY);
        assertThat(accessed(one)).contains(TODAY);
        assertThat(accessed(two)).isEmpty();
    }

    @Test
    @Tag("GET-15")
    void getSecretValue_againOnTheSameDay_changesNothing_onALaterDayAdvances() {
        String one = fixture.create("prod/db", "one");
        secrets.getSecretValue(request());
        Map<?, ?> afterFirst = fixture.content();

        fixture.clock.advance(Duration.ofHours(13));
        secrets.getSecretValue(request());
        assertThat(fixture.content()).as("no write for a second read on a day").isEqualTo(afterFirst);

        fixture.clock.advance(Duration.ofHours(1));
        secrets.getSecretValue(request());
        assertThat(accessed()).contains(TOMORROW);
        assertThat(accessed(one)).contains(TOMORROW);
    }

    @Test
    @Tag("GET-15")
    void getSecretValue_clockSetBack_neverMovesTheDayBack() {
        fixture.create("prod/db", "one");
        String two = fixture.put("prod/db", "two");
        fixture.clock.advance(Duration.ofDays(1));
        secrets.getSecretValue(request().versionStage("AWSPREVIOUS"));
        fixture.clock.advance(Duration.ofDays(-1));

        secrets.getSecretValue(request());

        assertThat(accessed(two)).contains(TODAY);
        assertThat(accessed()).contains(TOMORROW);
    }

    @Test
    @Tag("GET-15")
    void getSecretValue_leavesTheDateOfTheLastChange() {
        fixture.create("prod/db", "one");
        Instant changed = secrets.describeSecret("prod/db").lastChangedDate();
        fixture.clock.advance(Duration.ofHours(1));

        secrets.getSecretValue("prod/db");

        assertThat(secrets.describeSecret("prod/db").lastChangedDate()).isEqualTo(changed);
    }

    @Test
    @Tag("GET-16")
    void whateverReturnsNoValue_isNoAccess() {
        String one = fixture.create("prod/db", "one");
        secrets.describeSecret("prod/db");
        secrets.listSecrets(new ListSecretsRequest());
        secrets.listSecretVersionIds(new ListSecretVersionIdsRequest("prod/db"));
        fixture.refusalOf(() -> secrets.getSecretValue(request().versionStage("unknown")));
        fixture.refusalOf(() -> secrets.getSecretValue(request().versionId(one).versionStage("unknown")));
        secrets.putSecretValue(new PutSecretValueRequest("prod/db")
                .clientRequestToken(one)
                .secretString("one")); // opens the value to compare it

        assertThat(accessed()).isEmpty();
        assertThat(accessed(one)).isEmpty();
    }

    @Test
    @Tag("GET-16")
    @Tag("SEC-06")
    void getSecretValue_auditRefused_withholdsTheValueAndIsNoAccess() {
        fixture.create("prod/db", "one");
        SecretsManager unaudited = new EmbeddedSecretsManager(
                fixture.store,
                fixture.keys,
                IdentityPolicies.none(),
                event -> {
                    throw new IllegalStateException("The trail is full");
                },
                fixture.options);

        assertThatThrownBy(() -> unaudited.getSecretValue("prod/db"))
                .isInstanceOf(InternalServiceErrorException.class)
                .hasMessage("The audit trail did not accept the call. The answer is withheld.");

        assertThat(accessed()).isEmpty();
    }

    @Test
    @Tag("SEC-06")
    void getSecretValue_leavesOneEvent() {
        String arn = secrets.createSecret("prod/db", "one").arn();
        fixture.trail.clear();

        secrets.getSecretValue(request().versionStage("AWSCURRENT"));

        assertThat(fixture.trail).singleElement().satisfies(event -> {
            assertThat(event.eventName()).isEqualTo("GetSecretValue");
            assertThat(event.phase()).isEqualTo(AuditEvent.Phase.OUTCOME);
            assertThat(event.resourceArn()).contains(arn);
            assertThat(event.errorCode()).isEmpty();
            assertThat(event.requestParameters())
                    .isEqualTo(Map.of("secretId", "prod/db", "versionStage", "AWSCURRENT"));
        });
    }

    /** What has no secret is of the caller's own account, where this store has nothing (section 4.9). */
    @Test
    void operations_withoutASecret_ofACallerOfAnotherAccount_findNothingOfThisOne() {
        secrets.createSecret("prod/db", "one");
        SecretsManager foreign = fixture.asAllowedEverything("arn:aws:iam::111111111111:role/app");

        assertThat(foreign.listSecrets().secretList()).isEmpty();
        assertThat(foreign.batchGetSecretValue(
                                new BatchGetSecretValueRequest().filters(new Filter(FilterKey.NAME, "prod")))
                        .secretValues())
                .isEmpty();
        assertThat(foreign.getRandomPassword(new GetRandomPasswordRequest()).randomPassword())
                .isNotNull();
    }

    @Test
    @Tag("DEL-04")
    void forcedDelete_byTheNameOfASecretOfAnotherAccount_answersWithTheName() {
        SecretsManager foreign = fixture.asAllowedEverything("arn:aws:iam::111111111111:role/app");

        DeleteSecretResponse response =
                foreign.deleteSecret(new DeleteSecretRequest("nope").forceDeleteWithoutRecovery(true));

        assertThat(response.name()).isEqualTo("nope");
        assertThat(response.arn()).startsWith("arn:aws:secretsmanager:us-east-1:111111111111:secret:nope-");
    }

    @Test
    @Tag("SEC-05")
    void getSecretValue_fromAnotherAccountUnderTheDefaultKey_isRefused() {
        String message = "You can't access a secret from a different AWS account if you encrypt the secret with the "
                + "default KMS service key.";
        String arn = secrets.createSecret("prod/db", "one").arn();
        String ownKey = secrets.createSecret(
                        new CreateSecretRequest("own").kmsKeyId("alias/own").secretString("two"))
                .arn();
        String policy = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\","
                + "\"Action\":\"secretsmanager:*\",\"Resource\":\"*\"}]}";
        secrets.putResourcePolicy(new PutResourcePolicyRequest("prod/db", policy));
        secrets.putResourcePolicy(new PutResourcePolicyRequest("own", policy));
        fixture.secrets.keys().putKeyPolicy("alias/own", policy.replace("secretsmanager:*", "kms:*"));
        SecretsManager foreign = fixture.asAllowedEverything("arn:aws:iam::111111111111:role/app");

        fixture.assertRefused("InvalidRequestException", message, () -> foreign.getSecretValue(arn));
        fixture.assertRefused("InvalidRequestException", message, () -> foreign.putSecretValue(arn, "new"));
        assertThat(foreign.getSecretValue(ownKey).secretString()).contains("two");
        assertThat(foreign.putSecretValue(ownKey, "new").versionStages()).containsExactly("AWSCURRENT");
    }
}
