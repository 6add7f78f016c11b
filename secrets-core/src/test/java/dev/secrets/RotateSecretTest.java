package dev.secrets;

import static dev.secrets.Refusals.assertNotFound;
import static dev.secrets.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.DescribeSecretResponse;
import dev.secrets.model.ExternalSecretRotationMetadataItem;
import dev.secrets.model.GetSecretValueRequest;
import dev.secrets.model.ListSecretVersionIdsRequest;
import dev.secrets.model.PutSecretValueRequest;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.RotateSecretResponse;
import dev.secrets.model.RotationLease;
import dev.secrets.model.RotationRules;
import dev.secrets.model.UpdateSecretRequest;
import dev.secrets.model.UpdateSecretVersionStageRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Section 13.1; what the call itself does, without a worker. */
final class RotateSecretTest {
    private static final String IN_PROGRESS = "A previous rotation isn't complete. That rotation will be reattempted.";
    private static final RotateSecretRequest REQUEST =
            new RotateSecretRequest("app/db").rotationLambdaArn("rotator").rotationRules(RotationRules.afterDays(30));

    private final SecretsFixture fixture = new SecretsFixture();
    private final EmbeddedSecretsManager secrets = fixture.secrets;
    private String first = "";

    @BeforeEach
    void create() {
        first = secrets.createSecret("app/db", "one").versionId().orElseThrow();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    @Tag("ROT-01")
    void rotate_noFunctionKnown_isRefused() {
        List.of(
                        new RotateSecretRequest("app/db"),
                        new RotateSecretRequest("app/db").rotationRules(RotationRules.afterDays(5)),
                        new RotateSecretRequest("app/db").rotationLambdaArn(""))
                .forEach(request -> assertRefused(
                        fixture,
                        () -> secrets.rotateSecret(request),
                        "InvalidRequestException",
                        "No Lambda rotation function ARN is associated with this secret."));
        assertThat(secrets.describeSecret("app/db").rotationEnabled()).isEmpty();
    }

    @Test
    @Tag("ROT-02")
    void rotate_functionThatCannotBeInvoked_isRefusedAndNothingStored() {
        SecretsManager picky = fixture.with(fixture.options.rotationTargets("known"::equals));

        assertRefused(
                fixture,
                () -> picky.rotateSecret(REQUEST),
                "AccessDeniedException",
                "Secrets Manager cannot invoke the specified Lambda function. Ensure that the function policy grants"
                        + " access to the principal secretsmanager.amazonaws.com.");
        DescribeSecretResponse described = secrets.describeSecret("app/db");
        assertThat(described.rotationEnabled()).isEmpty();
        assertThat(described.rotationRules()).isEmpty();
        assertThat(described.rotationLambdaArn()).isEmpty();
        picky.rotateSecret(REQUEST.rotationLambdaArn("known"));
    }

    @Test
    @Tag("ROT-03")
    @Tag("ROT-07")
    void rotate_byDefault_makesThePendingVersionAndReturns() {
        String token = SecretsFixture.token();

        RotateSecretResponse response = secrets.rotateSecret(REQUEST.clientRequestToken(token));

        assertThat(response.versionId()).contains(token);
        assertThat(response.name()).isEqualTo("app/db");
        assertThat(labels()).isEqualTo(Map.of(first, List.of("AWSCURRENT"), token, List.of("AWSPENDING")));
    }

    @Test
    @Tag("ROT-04")
    @Tag("DESC-09")
    @Tag("GET-12")
    void rotate_pendingVersion_hasNoValue() {
        String pending = rotate(REQUEST);

        assertRefused(
                fixture,
                () -> secrets.getSecretValue(
                        new GetSecretValueRequest("app/db").versionId(pending).versionStage("AWSPENDING")),
                "ResourceNotFoundException",
                "Secrets Manager can't find the specified secret value for staging label: AWSPENDING");
        assertThat(secrets.getSecretValue("app/db").secretString()).contains("one");
    }

    @Test
    @Tag("ROT-03")
    void rotate_repeatedWithItsToken_changesNothing() {
        String token = SecretsFixture.token();
        RotateSecretResponse once = secrets.rotateSecret(REQUEST.clientRequestToken(token));
        Map<String, List<String>> labels = labels();

        assertThat(secrets.rotateSecret(REQUEST.clientRequestToken(token))).isEqualTo(once);

        assertThat(labels()).isEqualTo(labels);
    }

    @Test
    @Tag("ROT-06")
    @Tag("ROT-10")
    void rotate_configuration_isVisibleAtOnce() {
        rotate(REQUEST);

        DescribeSecretResponse described = secrets.describeSecret("app/db");
        assertThat(described.rotationEnabled()).contains(true);
        assertThat(described.rotationLambdaArn()).contains("rotator");
        assertThat(described.rotationRules()).contains(RotationRules.afterDays(30));
        assertThat(described.nextRotationDate()).isPresent();
        assertThat(described.lastRotatedDate()).isEmpty();
    }

    @Test
    @Tag("ROT-11")
    void rotate_membersLeftOut_keepTheirStoredValues() {
        rotate(REQUEST);
        rotateThrough();

        secrets.rotateSecret(new RotateSecretRequest("app/db").rotationRules(RotationRules.schedule("rate(5 days)")));
        rotateThrough();
        rotate(new RotateSecretRequest("app/db").rotationLambdaArn("other"));

        DescribeSecretResponse described = secrets.describeSecret("app/db");
        assertThat(described.rotationLambdaArn()).contains("other");
        assertThat(described.rotationRules().orElseThrow().scheduleExpression()).contains("rate(5 days)");
    }

    @Test
    @Tag("ROT-16")
    void rotate_whilePendingElsewhere_isRefused() {
        rotate(REQUEST);

        List.of(
                        new RotateSecretRequest("app/db"),
                        new RotateSecretRequest("app/db").rotationRules(RotationRules.afterDays(5)),
                        new RotateSecretRequest("app/db").rotateImmediately(false))
                .forEach(request -> assertRefused(
                        fixture, () -> secrets.rotateSecret(request), "InvalidRequestException", IN_PROGRESS));
    }

    @Test
    @Tag("ROT-17")
    void rotate_pendingOnTheCurrentVersion_isNoObstacle() {
        secrets.updateSecretVersionStage(
                new UpdateSecretVersionStageRequest("app/db", "AWSPENDING").moveToVersionId(first));

        String pending = rotate(REQUEST);

        assertThat(labels()).isEqualTo(Map.of(first, List.of("AWSCURRENT"), pending, List.of("AWSPENDING")));
    }

    @Test
    @Tag("ROT-18")
    void rotate_newValueMeanwhile_abandonsTheRotation() {
        rotate(REQUEST);
        String second = secrets.putSecretValue("app/db", "two").versionId();
        assertThat(labels()).isEqualTo(Map.of(first, List.of("AWSPREVIOUS"), second, List.of("AWSCURRENT")));
        assertThat(claim()).isEmpty();

        rotate(REQUEST);
        secrets.updateSecret(new UpdateSecretRequest("app/db").secretString("three"));
        assertThat(claim()).isEmpty();
        rotate(REQUEST);
    }

    @Test
    @Tag("ROT-19")
    void rotate_pendingRemovedByHand_isPossibleAgain() {
        String pending = rotate(REQUEST);

        secrets.updateSecretVersionStage(
                new UpdateSecretVersionStageRequest("app/db", "AWSPENDING").removeFromVersionId(pending));

        assertThat(claim()).isEmpty();
        assertThat(rotate(REQUEST)).isNotEqualTo(pending);
    }

    @Test
    @Tag("ROT-20")
    @Tag("ROT-21")
    void rotate_notImmediately_makesAProbeWithTheCurrentValue() {
        String probe = rotate(REQUEST.rotateImmediately(false));

        assertThat(labels()).isEqualTo(Map.of(first, List.of("AWSCURRENT"), probe, List.of("AWSPENDING")));
        assertThat(secrets.getSecretValue(new GetSecretValueRequest("app/db").versionId(probe))
                        .secretString())
                .contains("one");
        assertThat(claim()).singleElement().satisfies(lease -> {
            assertThat(lease.testOnly()).isTrue();
            assertThat(lease.versionId()).isEqualTo(probe);
        });
    }

    @Test
    @Tag("ROT-24")
    void rules_outsideTheirLimits_areRefused() {
        List.of(0L, 1001L)
                .forEach(days -> assertRefused(
                        fixture,
                        () -> rotate(REQUEST.rotationRules(RotationRules.afterDays(days))),
                        "ValidationException"));
        rotate(REQUEST.rotationRules(RotationRules.afterDays(1000)));
    }

    @Test
    @Tag("ROT-25")
    void rules_ofBothKinds_areRefused() {
        RotationRules both = RotationRules.afterDays(30).scheduleExpression("rate(10 days)");

        assertRefused(
                fixture,
                () -> secrets.rotateSecret(REQUEST.rotationRules(both)),
                "InvalidParameterException",
                "You cannot specify both rotation frequency and schedule expression together.");
    }

    @Test
    void rules_thatAreNoSchedule_areRefused() {
        List.of(
                        RotationRules.empty(),
                        RotationRules.empty().duration("3h"),
                        RotationRules.schedule("rate(3 hours)"),
                        RotationRules.schedule("cron(5 10 * * ? *)"),
                        RotationRules.schedule("daily"))
                .forEach(rules -> assertRefused(
                        fixture,
                        () -> secrets.rotateSecret(REQUEST.rotationRules(rules)),
                        "InvalidParameterException"));
    }

    @Test
    @Tag("ROT-27")
    void rotate_unknownSecret_isNotFound() {
        assertNotFound(fixture, () -> secrets.rotateSecret("no/such"));
    }

    /** Our choice: the rotation makes the first value, which becomes current. */
    @Test
    @Tag("ROT-28")
    void rotate_secretWithoutVersion_makesTheFirstOne() {
        secrets.createSecret(new CreateSecretRequest("empty"));

        String pending = rotate(new RotateSecretRequest("empty").rotationLambdaArn("rotator"));
        rotateThrough();

        assertThat(secrets.describeSecret("empty").versionIdsToStages())
                .contains(Map.of(pending, List.of("AWSCURRENT")));
        assertThat(secrets.getSecretValue("empty").secretString()).contains("rotated");
    }

    /** Our choice: there is nothing to test, so the call configures and names no version. */
    @Test
    @Tag("ROT-28")
    void rotate_secretWithoutVersionNotImmediately_onlyConfigures() {
        secrets.createSecret(new CreateSecretRequest("empty"));

        RotateSecretResponse response = secrets.rotateSecret(new RotateSecretRequest("empty")
                .rotationLambdaArn("rotator")
                .rotationRules(RotationRules.afterDays(1))
                .rotateImmediately(false));

        assertThat(response.versionId()).isEmpty();
        assertThat(secrets.describeSecret("empty").rotationEnabled()).contains(true);
        assertThat(claim()).isEmpty();
    }

    @Test
    @Tag("ROT-31")
    void rotate_lastChangedDate_advances() {
        fixture.clock.advance(Duration.ofHours(1));
        Instant now = fixture.clock.instant();

        rotate(REQUEST);

        assertThat(secrets.describeSecret("app/db").lastChangedDate()).isBetween(now, now.plusMillis(5));
    }

    @Test
    @Tag("ROT-33")
    void rotate_externalSecret_needsNoFunction() {
        secrets.createSecret(new CreateSecretRequest("partner").type("example").secretString("one"));
        ExternalSecretRotationMetadataItem item = new ExternalSecretRotationMetadataItem("key", "value");

        secrets.rotateSecret(new RotateSecretRequest("partner")
                .externalSecretRotationRoleArn("arn:aws:iam::000000000000:role/rotation")
                .externalSecretRotationMetadata(item)
                .rotationRules(RotationRules.afterDays(5)));

        RotationLease lease = claim().get(0);
        assertThat(lease.rotationLambdaArn()).isEmpty();
        assertThat(lease.externalSecretRotationMetadata()).containsExactly(item);
        assertThat(lease.externalSecretRotationRoleArn()).contains("arn:aws:iam::000000000000:role/rotation");
        assertThat(secrets.describeSecret("partner").externalSecretRotationMetadata())
                .contains(List.of(item));
    }

    @Test
    @Tag("ROT-33")
    void rotate_externalSecretWithARoleThatNothingServes_isRefusedAndStoresNothing() {
        SecretsManager narrow = fixture.with(fixture.options.rotationTargets("known"::equals));
        secrets.createSecret(new CreateSecretRequest("partner").type("example").secretString("one"));

        fixture.assertRefused(
                "AccessDeniedException",
                "Secrets Manager cannot assume the specified role to rotate the external secret.",
                () -> narrow.rotateSecret(new RotateSecretRequest("partner")
                        .externalSecretRotationRoleArn("arn:aws:iam::000000000000:role/unknown")));

        assertThat(secrets.describeSecret("partner").rotationEnabled()).isEmpty();
        assertThat(secrets.listSecretVersionIds(new ListSecretVersionIdsRequest("partner"))
                        .versions())
                .hasSize(1);
    }

    /** The rotation function of AWS writes through the front door, with the pending version's token. */
    @Test
    @Tag("PUT-19")
    void putSecretValue_withThePendingToken_fillsThePendingVersion() {
        String pending = rotate(REQUEST);

        secrets.putSecretValue(new PutSecretValueRequest("app/db")
                .clientRequestToken(pending)
                .secretString("two")
                .versionStages("AWSPENDING"));

        RotationLease lease = claim().get(0);
        assertThat(secrets.rotationQueue().pendingValue(lease).orElseThrow().revealString())
                .isEqualTo("two");
        assertThat(labels()).containsEntry(pending, List.of("AWSPENDING"));
    }

    private String rotate(RotateSecretRequest request) {
        return secrets.rotateSecret(request).versionId().orElseThrow();
    }

    private List<RotationLease> claim() {
        return secrets.rotationQueue().claim("node", Duration.ofMinutes(5), 10);
    }

    private void rotateThrough() {
        claim().forEach(new ScriptedRotator(secrets.rotationQueue(), "rotated")::run);
    }

    private Map<String, List<String>> labels() {
        return secrets.describeSecret("app/db").versionIdsToStages().orElseThrow();
    }
}
