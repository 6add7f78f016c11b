package dev.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.model.DeleteSecretRequest;
import dev.secrets.model.GetSecretValueRequest;
import dev.secrets.model.ListSecretVersionIdsRequest;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.SecretVersionsListEntry;
import dev.secrets.model.UpdateSecretVersionStageRequest;
import dev.secrets.model.UpdateSecretVersionStageResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Section 4.6 of the reference. */
final class UpdateSecretVersionStageTest {
    @AutoClose
    private final SecretsFixture fixture = new SecretsFixture();

    private final SecretsManager secrets = fixture.secrets;

    private String one;
    private String two;

    /** Version one is previous, version two current. */
    @BeforeEach
    void createTwoVersions() {
        one = fixture.create("prod/db", "one");
        two = fixture.put("prod/db", "two");
    }

    private static UpdateSecretVersionStageRequest request(String label) {
        return new UpdateSecretVersionStageRequest("prod/db", label);
    }

    private static UpdateSecretVersionStageRequest move(String label, String from, String to) {
        return request(label).removeFromVersionId(from).moveToVersionId(to);
    }

    private Map<String, List<String>> stages() {
        return fixture.stages("prod/db");
    }

    private void assertRefused(String message, UpdateSecretVersionStageRequest request) {
        fixture.assertRefused("InvalidParameterException", message, () -> secrets.updateSecretVersionStage(request));
    }

    private static String holderMustBeNamed(String label, String holder) {
        return "The parameter RemoveFromVersionId can't be empty. Staging label " + label
                + " is currently attached to version " + holder
                + ", so you must explicitly reference that version in RemoveFromVersionId.";
    }

    @Test
    @Tag("STAGE-01")
    void attach_labelOnNoVersion() {
        secrets.updateSecretVersionStage(request("blue").moveToVersionId(one));

        assertThat(stages()).isEqualTo(Map.of(one, List.of("AWSPREVIOUS", "blue"), two, List.of("AWSCURRENT")));
    }

    @Test
    @Tag("STAGE-02")
    void detach_label() {
        secrets.updateSecretVersionStage(request("AWSPREVIOUS").removeFromVersionId(one));

        assertThat(stages()).isEqualTo(Map.of(two, List.of("AWSCURRENT")));
    }

    @Test
    @Tag("STAGE-03")
    void move_label() {
        secrets.updateSecretVersionStage(request("blue").moveToVersionId(one));

        UpdateSecretVersionStageResponse moved = secrets.updateSecretVersionStage(move("blue", one, two));

        assertThat(moved).isEqualTo(new UpdateSecretVersionStageResponse(fixture.arn("prod/db"), "prod/db"));
        assertThat(stages()).isEqualTo(Map.of(one, List.of("AWSPREVIOUS"), two, List.of("AWSCURRENT", "blue")));
    }

    @Test
    @Tag("STAGE-04")
    @Tag("STAGE-05")
    @Tag("STAGE-16")
    void moveCurrent_leavesPreviousBehind_andAllOtherLabelsWhereTheyAre() {
        secrets.updateSecretVersionStage(request("green").moveToVersionId(two));
        String three = fixture.put("prod/db", "three", "AWSPENDING", "blue");

        secrets.updateSecretVersionStage(move("AWSCURRENT", two, three));

        assertThat(stages())
                .isEqualTo(Map.of(
                        two, List.of("AWSPREVIOUS", "green"), three, List.of("AWSCURRENT", "AWSPENDING", "blue")));
        assertThat(fixture.value("prod/db")).isEqualTo("three");
    }

    @Test
    @Tag("STAGE-06")
    @Tag("STAGE-16")
    void moveCurrent_toThePreviousVersion_swapsTheLabels() {
        secrets.updateSecretVersionStage(move("AWSCURRENT", two, one));

        assertThat(stages()).isEqualTo(Map.of(one, List.of("AWSCURRENT"), two, List.of("AWSPREVIOUS")));
        assertThat(fixture.value("prod/db")).isEqualTo("one");
    }

    /** The sequence that section 5 of the reference recorded. */
    @Test
    @Tag("STAGE-04")
    @Tag("STAGE-05")
    void workedSequence() {
        fixture.create("seq", "v1");
        String v1 = fixture.stages("seq").keySet().iterator().next();
        String v2 = fixture.put("seq", "v2", "AWSPENDING");
        secrets.updateSecretVersionStage(new UpdateSecretVersionStageRequest("seq", "AWSCURRENT")
                .removeFromVersionId(v1)
                .moveToVersionId(v2));
        assertThat(fixture.stages("seq"))
                .isEqualTo(Map.of(v1, List.of("AWSPREVIOUS"), v2, List.of("AWSCURRENT", "AWSPENDING")));

        String v3 = fixture.put("seq", "v3", "AWSPENDING");
        assertThat(fixture.stages("seq"))
                .isEqualTo(Map.of(v1, List.of("AWSPREVIOUS"), v2, List.of("AWSCURRENT"), v3, List.of("AWSPENDING")));

        secrets.updateSecretVersionStage(new UpdateSecretVersionStageRequest("seq", "AWSCURRENT")
                .removeFromVersionId(v2)
                .moveToVersionId(v3));
        assertThat(fixture.stages("seq"))
                .isEqualTo(Map.of(v2, List.of("AWSPREVIOUS"), v3, List.of("AWSCURRENT", "AWSPENDING")));
    }

    @Test
    @Tag("STAGE-07")
    void moveCurrent_withoutNamingItsHolder_isRefused() {
        assertRefused(
                holderMustBeNamed("AWSCURRENT", two), request("AWSCURRENT").moveToVersionId(one));
    }

    @Test
    @Tag("STAGE-08")
    void move_withoutNamingTheHolder_isRefused() {
        secrets.updateSecretVersionStage(request("blue").moveToVersionId(one));

        assertRefused(holderMustBeNamed("blue", one), request("blue").moveToVersionId(two));
    }

    /** AWS's text is not known. */
    @Test
    @Tag("STAGE-09")
    void move_orDetach_fromAVersionThatDoesNotHaveTheLabel_isRefused() {
        secrets.updateSecretVersionStage(request("blue").moveToVersionId(one));
        String three = fixture.put("prod/db", "three", "green");
        String notOnTwo =
                "The parameter RemoveFromVersionId is incorrect. Staging label blue is currently not attached "
                        + "to version " + two + ".";

        assertRefused(notOnTwo, move("blue", two, three));
        assertRefused(notOnTwo, move("blue", two, one));
        assertRefused(notOnTwo, request("blue").removeFromVersionId(two));
        assertRefused(notOnTwo.replace("blue", "unknown"), request("unknown").removeFromVersionId(two));
        assertRefused(notOnTwo.replace("blue", "AWSCURRENT").replace(two, one), move("AWSCURRENT", one, three));
    }

    @Test
    @Tag("STAGE-10")
    void detachCurrent_isRefused() {
        assertRefused(
                "You can only move staging label AWSCURRENT to a different secret version. "
                        + "It can't be completely removed.",
                request("AWSCURRENT").removeFromVersionId(two));
    }

    /** AWS's text is not known. */
    @Test
    @Tag("STAGE-11")
    void neitherId_isRefused() {
        assertRefused("You must specify RemoveFromVersionId, MoveToVersionId, or both.", request("AWSCURRENT"));
        assertRefused("You must specify RemoveFromVersionId, MoveToVersionId, or both.", request("blue"));
    }

    /** That it succeeds is our choice. */
    @Test
    @Tag("STAGE-12")
    void move_toWhereTheLabelIs_changesNothing() {
        Map<?, ?> before = fixture.content();

        secrets.updateSecretVersionStage(request("AWSCURRENT").moveToVersionId(two));
        secrets.updateSecretVersionStage(move("AWSCURRENT", two, two));
        secrets.updateSecretVersionStage(request("AWSPREVIOUS").moveToVersionId(one));

        assertThat(fixture.content()).isEqualTo(before);
    }

    /** The code is our choice. */
    @Test
    @Tag("STAGE-13")
    void unknownVersion_isNotFound() {
        String unknown = SecretsFixture.token();
        String message = "Secrets Manager can't find the specified secret value for VersionId: " + unknown;

        for (UpdateSecretVersionStageRequest request : List.of(
                request("blue").moveToVersionId(unknown),
                request("blue").removeFromVersionId(unknown),
                move("AWSCURRENT", two, unknown),
                move("AWSCURRENT", unknown, one))) {
            fixture.assertRefused(
                    "ResourceNotFoundException", message, () -> secrets.updateSecretVersionStage(request));
        }
    }

    @Test
    @Tag("STAGE-14")
    void detachTheLastLabel_deprecates_andAnotherLabelRevives() {
        secrets.updateSecretVersionStage(request("AWSPREVIOUS").removeFromVersionId(one));
        assertThat(listed()).containsExactly(two);
        assertThat(secrets.getSecretValue(new GetSecretValueRequest("prod/db").versionId(one))
                        .secretString())
                .contains("one");

        secrets.updateSecretVersionStage(request("blue").moveToVersionId(one));
        assertThat(listed()).containsExactlyInAnyOrder(one, two);
    }

    private List<String> listed() {
        return secrets.listSecretVersionIds(new ListSecretVersionIdsRequest("prod/db")).versions().stream()
                .map(SecretVersionsListEntry::versionId)
                .toList();
    }

    /** AWS's text is not known. */
    @Test
    @Tag("STAGE-15")
    void attach_the21stLabel_isRefused() {
        IntStream.range(0, 18)
                .forEach(i -> secrets.updateSecretVersionStage(
                        request("label-" + i).moveToVersionId(i % 2 == 0 ? one : two)));

        fixture.assertRefused(
                "LimitExceededException",
                "A secret can't have more than 20 staging labels over all its versions.",
                () -> secrets.updateSecretVersionStage(request("one more").moveToVersionId(one)));
        secrets.updateSecretVersionStage(move("label-0", one, two));
    }

    /** What AWS does is not established; a version without a value can't be current here. */
    @Test
    void moveCurrent_toAVersionWithoutValue_isRefused() {
        String pending = secrets.rotateSecret(new RotateSecretRequest("prod/db").rotationLambdaArn("rotator"))
                .versionId()
                .orElseThrow();

        fixture.assertRefused(
                "InvalidRequestException",
                "You can't move staging label AWSCURRENT to a version that has no value.",
                () -> secrets.updateSecretVersionStage(move("AWSCURRENT", two, pending)));
    }

    @Test
    void detachPending_abandonsTheRotation() {
        String pending = secrets.rotateSecret(new RotateSecretRequest("prod/db").rotationLambdaArn("rotator"))
                .versionId()
                .orElseThrow();

        secrets.updateSecretVersionStage(request("AWSPENDING").removeFromVersionId(pending));

        assertThat(fixture.state("prod/db").rotationOrNone().attempt()).isEmpty();
        assertThat(fixture.trail).anyMatch(event -> event.eventName().equals("RotationAbandoned"));
    }

    @Test
    void unknownOrScheduledSecret_isRefused() {
        fixture.assertRefused(
                "ResourceNotFoundException",
                "Secrets Manager can't find the specified secret.",
                () -> secrets.updateSecretVersionStage(
                        new UpdateSecretVersionStageRequest("unknown", "blue").moveToVersionId(one)));
        secrets.deleteSecret(new DeleteSecretRequest("prod/db"));
        fixture.assertRefused(
                "InvalidRequestException",
                "You can't perform this operation on the secret because it was marked for deletion.",
                () -> secrets.updateSecretVersionStage(request("blue").moveToVersionId(one)));
    }

    /** Labels are compared by their exact text, whatever it is. */
    @Test
    void labels_areCompared_byTheirExactText() {
        for (String label : List.of("awscurrent", "AWSCURRENT ", "AWS", "ä ö", "{\"json\":1}", "x".repeat(256))) {
            secrets.updateSecretVersionStage(request(label).moveToVersionId(one));
            assertThat(secrets.getSecretValue(new GetSecretValueRequest("prod/db").versionStage(label))
                            .versionId())
                    .isEqualTo(one);
        }
        assertThat(fixture.value("prod/db")).isEqualTo("two");
    }
}
