package dev.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.DeleteSecretRequest;
import dev.secrets.model.DescribeSecretResponse;
import dev.secrets.model.GetResourcePolicyRequest;
import dev.secrets.model.GetSecretValueRequest;
import dev.secrets.model.ListSecretVersionIdsRequest;
import dev.secrets.model.PutResourcePolicyRequest;
import dev.secrets.model.PutSecretValueRequest;
import dev.secrets.model.PutSecretValueResponse;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.SecretVersionsListEntry;
import dev.secrets.model.ValidationException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Section 4.4 and the label engine, section 5, of the reference. */
final class PutSecretValueTest {
    @AutoClose
    private final SecretsFixture fixture = new SecretsFixture();

    private final SecretsManager secrets = fixture.secrets;

    private static PutSecretValueRequest request() {
        return new PutSecretValueRequest("prod/db");
    }

    private Map<String, List<String>> stages() {
        return fixture.stages("prod/db");
    }

    private String startRotation() {
        return secrets.rotateSecret(new RotateSecretRequest("prod/db").rotationLambdaArn("rotator"))
                .versionId()
                .orElseThrow();
    }

    @Test
    @Tag("PUT-01")
    void putSecretValue_becomesCurrent() {
        String arn = secrets.createSecret("prod/db", "one").arn();

        PutSecretValueResponse put = secrets.putSecretValue("prod/db", "two");

        assertThat(put.arn()).isEqualTo(arn);
        assertThat(put.name()).isEqualTo("prod/db");
        assertThat(put.versionStages()).containsExactly("AWSCURRENT");
        assertThat(fixture.value("prod/db")).isEqualTo("two");
    }

    @Test
    @Tag("PUT-02")
    void putSecretValue_oldCurrentBecomesPrevious_olderPreviousIsDeprecated() {
        String one = fixture.create("prod/db", "one");
        String two = fixture.put("prod/db", "two");
        assertThat(stages()).isEqualTo(Map.of(one, List.of("AWSPREVIOUS"), two, List.of("AWSCURRENT")));

        String three = fixture.put("prod/db", "three");
        assertThat(stages()).isEqualTo(Map.of(two, List.of("AWSPREVIOUS"), three, List.of("AWSCURRENT")));
    }

    @Test
    @Tag("PUT-03")
    void putSecretValue_otherLabels_leaveTheCurrentVersion() {
        String one = fixture.create("prod/db", "one");
        String pending = fixture.put("prod/db", "two", "AWSPENDING");
        String blue = fixture.put("prod/db", "three", "blue", "AWSSOMETHING");

        assertThat(fixture.value("prod/db")).isEqualTo("one");
        assertThat(stages())
                .isEqualTo(Map.of(
                        one,
                        List.of("AWSCURRENT"),
                        pending,
                        List.of("AWSPENDING"),
                        blue,
                        List.of("AWSSOMETHING", "blue")));
    }

    @Test
    @Tag("PUT-04")
    void putSecretValue_currentAndOtherLabels_areAllOnTheNewVersion() {
        String one = fixture.create("prod/db", "one");

        PutSecretValueResponse put =
                secrets.putSecretValue(request().secretString("two").versionStages("AWSCURRENT", "blue"));

        assertThat(put.versionStages()).containsExactlyInAnyOrder("AWSCURRENT", "blue");
        assertThat(stages().get(one)).containsExactly("AWSPREVIOUS");
    }

    @Test
    @Tag("PUT-05")
    void putSecretValue_sameLabelsTwice_moveThem_andTheEmptiedVersionIsUnlisted() {
        String one = fixture.create("prod/db", "one");
        String two = fixture.put("prod/db", "two", "blue", "green");
        String three = fixture.put("prod/db", "three", "blue", "green");

        assertThat(stages()).isEqualTo(Map.of(one, List.of("AWSCURRENT"), three, List.of("blue", "green")));
        assertThat(versionIds(false)).doesNotContain(two);
        assertThat(versionIds(true)).contains(two);
    }

    private List<String> versionIds(boolean includeDeprecated) {
        return secrets
                .listSecretVersionIds(new ListSecretVersionIdsRequest("prod/db").includeDeprecated(includeDeprecated))
                .versions()
                .stream()
                .map(SecretVersionsListEntry::versionId)
                .toList();
    }

    @Test
    @Tag("PUT-06")
    void putSecretValue_someOfTheLabels_leaveTheRestBehind() {
        fixture.create("prod/db", "one");
        String two = fixture.put("prod/db", "two", "one", "two", "three");
        String three = fixture.put("prod/db", "three", "one", "two", "four");

        assertThat(stages().get(two)).containsExactly("three");
        assertThat(stages().get(three)).containsExactlyInAnyOrder("one", "two", "four");
    }

    @Test
    @Tag("PUT-07")
    void putSecretValue_firstValue_isCurrent() {
        fixture.createEmpty("prod/db");

        assertThat(secrets.putSecretValue("prod/db", "one").versionStages()).containsExactly("AWSCURRENT");
        assertThat(fixture.value("prod/db")).isEqualTo("one");
    }

    @Test
    @Tag("PUT-08")
    void putSecretValue_firstValueWithOtherLabels_isAlsoCurrent() {
        fixture.createEmpty("prod/db");

        PutSecretValueResponse put =
                secrets.putSecretValue(request().secretString("one").versionStages("AWSPENDING"));

        assertThat(put.versionStages()).containsExactly("AWSPENDING", "AWSCURRENT");
        assertThat(fixture.value("prod/db")).isEqualTo("one");
    }

    /** Our choice: AWS doesn't say in which order. */
    @Test
    @Tag("PUT-03")
    void putSecretValue_tellsTheLabelsInTheOrderAskedFor() {
        fixture.create("prod/db", "one");

        PutSecretValueResponse put =
                secrets.putSecretValue(request().secretString("two").versionStages("green", "blue"));

        assertThat(put.versionStages()).containsExactly("green", "blue");
    }

    @Test
    @Tag("PUT-09")
    @Tag("PUT-10")
    void putSecretValue_repeated_changesNothingAndTellsTheLabelsOfNow() {
        fixture.create("prod/db", "one");
        String two = fixture.put("prod/db", "two", "blue");
        fixture.put("prod/db", "three", "blue");
        Map<?, ?> before = fixture.content();

        PutSecretValueResponse again = secrets.putSecretValue(
                request().clientRequestToken(two).secretString("two").versionStages("AWSCURRENT", "green"));

        assertThat(again.versionId()).isEqualTo(two);
        assertThat(again.versionStages()).isEmpty();
        assertThat(fixture.content()).isEqualTo(before);
    }

    /** That a text is another value than its bytes is our choice. */
    @Test
    @Tag("PUT-11")
    void putSecretValue_repeatedWithOtherValue_isRefused() {
        String one = fixture.create("prod/db", "one");
        String message = "You can't use ClientRequestToken " + one
                + " because that value is already in use for a version of secret " + fixture.arn("prod/db") + ".";
        PutSecretValueRequest again = request().clientRequestToken(one);

        fixture.assertRefused(
                "ResourceExistsException", message, () -> secrets.putSecretValue(again.secretString("other")));
        fixture.assertRefused(
                "ResourceExistsException",
                message,
                () -> secrets.putSecretValue(again.secretBinary(new byte[] {'o', 'n', 'e'})));
    }

    @Test
    @Tag("PUT-12")
    void putSecretValue_sameValueUnderNewToken_isANewVersion() {
        String one = fixture.create("prod/db", "same");
        String two = fixture.put("prod/db", "same");

        assertThat(stages()).isEqualTo(Map.of(one, List.of("AWSPREVIOUS"), two, List.of("AWSCURRENT")));
    }

    @Test
    @Tag("PUT-13")
    void putSecretValue_neitherOrBothValues_isRefused() {
        fixture.create("prod/db", "one");

        fixture.assertRefused(
                "InvalidRequestException",
                "You must provide either SecretString or SecretBinary.",
                () -> secrets.putSecretValue(request()));
        fixture.assertRefused(
                "InvalidParameterException",
                "You can't specify both a binary secret value and a string secret value in the same secret.",
                () -> secrets.putSecretValue(request().secretString("two").secretBinary(new byte[] {2})));
    }

    @Test
    @Tag("PUT-14")
    void putSecretValue_unknownOrScheduledSecret_isRefused() {
        fixture.assertRefused(
                "ResourceNotFoundException",
                "Secrets Manager can't find the specified secret.",
                () -> secrets.putSecretValue("prod/db", "one"));
        String one = fixture.create("prod/db", "one");
        secrets.deleteSecret(new DeleteSecretRequest("prod/db"));
        String message = "You can't perform this operation on the secret because it was marked for deletion.";

        fixture.assertRefused("InvalidRequestException", message, () -> secrets.putSecretValue("prod/db", "two"));
        fixture.assertRefused(
                "InvalidRequestException",
                message,
                () -> secrets.putSecretValue(request().clientRequestToken(one).secretString("one")));
    }

    @Test
    @Tag("PUT-15")
    void putSecretValue_bytesAfterTextAndTextAfterBytes_areAccepted() {
        String one = fixture.create("prod/db", "one");
        secrets.putSecretValue(request().secretBinary(new byte[] {0, -1}));
        assertThat(secrets.getSecretValue("prod/db").secretBinary())
                .hasValueSatisfying(bytes -> assertThat(bytes).containsExactly(0, -1));

        fixture.put("prod/db", "three");
        assertThat(fixture.value("prod/db")).isEqualTo("three");
        assertThat(secrets.getSecretValue(new GetSecretValueRequest("prod/db").versionId(one))
                        .secretString())
                .contains("one");
    }

    @Test
    @Tag("PUT-17")
    void putSecretValue_leavesEverythingElse_andAdvancesTheDateOfTheChange() {
        String policy = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":"
                + "\"arn:aws:iam::000000000000:root\"},\"Action\":\"secretsmanager:*\",\"Resource\":\"*\"}]}";
        secrets.createSecret(new CreateSecretRequest("prod/db")
                .secretString("one")
                .description("described")
                .kmsKeyId("alias/own")
                .tags(Map.of("team", "payments")));
        secrets.putResourcePolicy(new PutResourcePolicyRequest("prod/db", policy));
        DescribeSecretResponse before = secrets.describeSecret("prod/db");
        fixture.clock.advance(Duration.ofMinutes(1));

        fixture.put("prod/db", "two", "blue");

        DescribeSecretResponse after = secrets.describeSecret("prod/db");
        assertThat(after)
                .usingRecursiveComparison()
                .ignoringFields("lastChangedDate", "versionIdsToStages")
                .isEqualTo(before);
        assertThat(after.lastChangedDate()).isEqualTo(fixture.clock.instant());
        assertThat(secrets.getResourcePolicy(new GetResourcePolicyRequest("prod/db"))
                        .resourcePolicy())
                .contains(policy);
    }

    @Test
    @Tag("PUT-17")
    void putSecretValue_clockStandsStillOrGoesBack_dateOfTheChangeAdvancesAllTheSame() {
        fixture.create("prod/db", "one");
        Instant first = secrets.describeSecret("prod/db").lastChangedDate();
        fixture.put("prod/db", "two");
        Instant second = secrets.describeSecret("prod/db").lastChangedDate();
        fixture.clock.advance(Duration.ofHours(-1));
        fixture.put("prod/db", "three");
        Instant third = secrets.describeSecret("prod/db").lastChangedDate();

        assertThat(second).isAfter(first);
        assertThat(third).isAfter(second);
    }

    /** That labels of the application's own stay on the outgoing version is our choice (section 5, rule 8). */
    @Test
    @Tag("PUT-18")
    void putSecretValue_newCurrent_removesPendingAndKeepsOwnLabels() {
        fixture.create("prod/db", "one");
        String two = fixture.put("prod/db", "two", "AWSCURRENT", "AWSPENDING", "blue");

        String three = fixture.put("prod/db", "three");

        assertThat(stages()).isEqualTo(Map.of(two, List.of("AWSPREVIOUS", "blue"), three, List.of("AWSCURRENT")));
    }

    @Test
    @Tag("PUT-18")
    void putSecretValue_duringRotation_abandonsIt() {
        fixture.create("prod/db", "one");
        String pending = startRotation();
        fixture.trail.clear();

        fixture.put("prod/db", "two");

        assertThat(stages()).doesNotContainKey(pending);
        assertThat(fixture.trail).anyMatch(event -> event.eventName().equals("RotationAbandoned"));
        assertThat(fixture.state("prod/db").rotationOrNone().attempt()).isEmpty();
        assertThat(startRotation()).as("another rotation may start").isNotEqualTo(pending);
    }

    @Test
    @Tag("PUT-19")
    @Tag("PUT-20")
    void putSecretValue_tokenOfThePendingVersion_fillsItOnce() {
        String one = fixture.create("prod/db", "one");
        String pending = startRotation();
        Instant started = fixture.state("prod/db").versions().require(pending).createdDate();
        fixture.clock.advance(Duration.ofMinutes(1));
        PutSecretValueRequest fill = request().clientRequestToken(pending).versionStages("AWSPENDING");

        assertThat(secrets.putSecretValue(fill.secretString("two")).versionStages())
                .containsExactly("AWSPENDING");

        assertThat(stages()).isEqualTo(Map.of(one, List.of("AWSCURRENT"), pending, List.of("AWSPENDING")));
        assertThat(secrets.getSecretValue(new GetSecretValueRequest("prod/db").versionStage("AWSPENDING")))
                .satisfies(version -> {
                    assertThat(version.secretString()).contains("two");
                    assertThat(version.createdDate())
                            .as("the version is as old as its id")
                            .isEqualTo(started);
                });
        assertThat(secrets.putSecretValue(fill.secretString("two")).versionId()).isEqualTo(pending);
        fixture.assertRefused(
                "ResourceExistsException",
                "You can't use ClientRequestToken " + pending
                        + " because that value is already in use for a version of secret " + fixture.arn("prod/db")
                        + ".",
                () -> secrets.putSecretValue(fill.secretString("three")));
    }

    @Test
    @Tag("PUT-21")
    void putSecretValue_rotationToken_isCheckedAndNeverShown() {
        String rotationToken = "a1b2c3d4-e5f6-7a8b-9c0d-e1f2a3b4c5d6";
        fixture.create("prod/db", "one");
        fixture.trail.clear();

        PutSecretValueRequest request = request().secretString("two").rotationToken(rotationToken);
        secrets.putSecretValue(request);

        assertThat(request.toString()).doesNotContain(rotationToken);
        assertThat(fixture.trail.toString()).doesNotContain(rotationToken);
        for (String bad : List.of("short", rotationToken + "!", "x".repeat(257))) {
            assertThat(fixture.refusalOf(() -> request().rotationToken(bad)))
                    .isInstanceOf(ValidationException.class)
                    .hasMessageContaining("rotationToken")
                    .hasMessageNotContaining(bad);
        }
    }

    /** AWS's text is not known. */
    @Test
    @Tag("PUT-22")
    void putSecretValue_moreThanTwentyLabels_isRefused() {
        fixture.create("prod/db", "one");
        fixture.put("prod/db", "two", labels(0, 10));
        fixture.put("prod/db", "three", labels(10, 19));
        String message = "A secret can't have more than 20 staging labels over all its versions.";

        fixture.assertRefused("LimitExceededException", message, () -> fixture.put("prod/db", "four", "one more"));
        fixture.assertRefused(
                "LimitExceededException", message, () -> fixture.put("prod/db", "four")); // AWSPREVIOUS is the 21st
        assertThat(fixture.put("prod/db", "four", labels(5, 15))).isNotEmpty();
    }

    private static String[] labels(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "label-" + i).toArray(String[]::new);
    }

    /** A rotation is not stopped by the quota, so its label may be the 21st; what then adds none is not refused. */
    @Test
    @Tag("PUT-22")
    void putSecretValue_rotationAddedThe21stLabel_movesLabelsAllTheSame() {
        fixture.create("prod/db", "one");
        fixture.put("prod/db", "two", labels(0, 19));
        String pending = startRotation();

        assertThat(secrets.putSecretValue(request()
                                .clientRequestToken(pending)
                                .secretString("three")
                                .versionStages("AWSPENDING"))
                        .versionStages())
                .containsExactly("AWSPENDING");
    }

    /** What a label listed twice means is not established; here it means what it means once. */
    @Test
    void putSecretValue_labelListedTwice_isOnce() {
        fixture.create("prod/db", "one");

        assertThat(secrets.putSecretValue(request().secretString("two").versionStages("blue", "blue"))
                        .versionStages())
                .containsExactly("blue");
    }
}
