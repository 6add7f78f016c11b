package dev.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.DeleteSecretRequest;
import dev.secrets.model.DescribeSecretResponse;
import dev.secrets.model.GetSecretValueRequest;
import dev.secrets.model.ListSecretVersionIdsRequest;
import dev.secrets.model.RestoreSecretRequest;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.RotationRules;
import dev.secrets.model.UpdateSecretRequest;
import dev.secrets.model.UpdateSecretResponse;
import dev.secrets.model.UpdateSecretVersionStageRequest;
import dev.secrets.state.SecretVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Section 4.5 of the reference. */
final class UpdateSecretTest {
    @AutoClose
    private final SecretsFixture fixture = new SecretsFixture();

    private final SecretsManager secrets = fixture.secrets;

    private static UpdateSecretRequest request() {
        return new UpdateSecretRequest("prod/db");
    }

    private DescribeSecretResponse described() {
        return secrets.describeSecret("prod/db");
    }

    @Test
    @Tag("UPD-01")
    void updateSecret_value_isANewCurrentVersion() {
        String one = fixture.create("prod/db", "one");
        String token = SecretsFixture.token();

        UpdateSecretResponse updated =
                secrets.updateSecret(request().clientRequestToken(token).secretString("two"));

        assertThat(updated.arn()).isEqualTo(fixture.arn("prod/db"));
        assertThat(updated.name()).isEqualTo("prod/db");
        assertThat(updated.versionId()).contains(token);
        assertThat(fixture.value("prod/db")).isEqualTo("two");
        assertThat(fixture.stages("prod/db"))
                .isEqualTo(Map.of(one, List.of("AWSPREVIOUS"), token, List.of("AWSCURRENT")));
    }

    @Test
    @Tag("UPD-02")
    void updateSecret_descriptionOnly_makesNoVersion() {
        String one = fixture.create("prod/db", "one");

        UpdateSecretResponse updated = secrets.updateSecret(request().description("described"));

        assertThat(updated.versionId()).isEmpty();
        assertThat(described().description()).contains("described");
        assertThat(fixture.stages("prod/db")).isEqualTo(Map.of(one, List.of("AWSCURRENT")));
    }

    @Test
    @Tag("UPD-03")
    void updateSecret_nothing_changesNothing() {
        fixture.create("prod/db", "one");
        Map<?, ?> before = fixture.content();
        fixture.clock.advance(Duration.ofMinutes(1));

        assertThat(secrets.updateSecret(request()).versionId()).isEmpty();

        assertThat(fixture.content()).isEqualTo(before);
    }

    @Test
    @Tag("UPD-04")
    @Tag("UPD-05")
    void updateSecret_description_staysUnlessGiven_andTheEmptyOneRemovesIt() {
        fixture.create("prod/db", "one");
        secrets.updateSecret(request().description("described"));

        secrets.updateSecret(request().secretString("two"));
        assertThat(described().description()).contains("described");

        secrets.updateSecret(request().description(""));
        assertThat(described().description()).isEmpty();
    }

    @Test
    @Tag("UPD-06")
    void updateSecret_emptyKey_isTheDefaultKey() {
        secrets.createSecret(
                new CreateSecretRequest("prod/db").kmsKeyId("alias/own").secretString("one"));

        secrets.updateSecret(request().kmsKeyId(""));

        assertThat(described().kmsKeyId()).isEmpty();
        assertThat(keysOfVersions()).containsExactly("DefaultEncryptionKey");
        assertThat(fixture.value("prod/db")).isEqualTo("one");
    }

    private List<String> keysOfVersions() {
        return secrets
                .listSecretVersionIds(new ListSecretVersionIdsRequest("prod/db").includeDeprecated(true))
                .versions()
                .stream()
                .flatMap(version -> version.kmsKeyIds().stream())
                .toList();
    }

    @Test
    @Tag("UPD-07")
    void updateSecret_key_resealsWhatIsCurrentPendingOrPrevious() {
        String deprecated = fixture.create("prod/db", "one");
        fixture.clock.advance(Duration.ofMillis(1));
        String previous = fixture.put("prod/db", "two");
        fixture.clock.advance(Duration.ofMillis(1));
        String current = fixture.put("prod/db", "three");
        fixture.clock.advance(Duration.ofMillis(1));
        String blue = fixture.put("prod/db", "four", "blue");
        fixture.clock.advance(Duration.ofMillis(1));
        String pending = fixture.put("prod/db", "five", "AWSPENDING");

        secrets.updateSecret(request().kmsKeyId("alias/own"));

        assertThat(described().kmsKeyId()).contains("alias/own");
        assertThat(keysOfVersions())
                .containsExactly("DefaultEncryptionKey", "alias/own", "alias/own", "DefaultEncryptionKey", "alias/own");
        assertThat(valueOf(deprecated)).isEqualTo("one");
        assertThat(valueOf(previous)).isEqualTo("two");
        assertThat(valueOf(current)).isEqualTo("three");
        assertThat(valueOf(blue)).isEqualTo("four");
        assertThat(valueOf(pending)).isEqualTo("five");
    }

    private String valueOf(String versionId) {
        return secrets.getSecretValue(new GetSecretValueRequest("prod/db").versionId(versionId))
                .secretString()
                .orElseThrow();
    }

    @Test
    @Tag("UPD-07")
    void updateSecret_keyAndValueTogether_areBothChanged() {
        String one = fixture.create("prod/db", "one");

        secrets.updateSecret(request().kmsKeyId("alias/own").secretString("two"));

        assertThat(keysOfVersions()).containsExactly("alias/own", "alias/own");
        assertThat(fixture.value("prod/db")).isEqualTo("two");
        assertThat(valueOf(one)).isEqualTo("one");
    }

    @Test
    @Tag("UPD-07")
    @Tag("UPD-09")
    @Tag("UPD-10")
    void updateSecret_keyAndAKnownToken_comparesTheValue() {
        String one = fixture.create("prod/db", "one");
        UpdateSecretRequest again = request().kmsKeyId("alias/own").clientRequestToken(one);

        assertTokenIsTaken(one, again.secretString("other"));
        assertThat(secrets.updateSecret(again.secretString("one")).versionId()).contains(one);

        assertThat(keysOfVersions()).containsExactly("alias/own");
        assertThat(fixture.value("prod/db")).isEqualTo("one");
    }

    /** A version that the same call reseals and prunes leaves no value behind. */
    @Test
    @Tag("UPD-07")
    @Tag("KEEP-01")
    void updateSecret_keyAndValue_resealedVersionThatIsPruned_leavesNoValue() {
        String oldest = fixture.create("prod/db", "oldest");
        String last = oldest;
        for (int i = 0; i < 102; i++) {
            last = fixture.put("prod/db", "value " + i);
        }
        secrets.updateSecretVersionStage(new UpdateSecretVersionStageRequest("prod/db", "AWSPREVIOUS")
                .removeFromVersionId(holder("AWSPREVIOUS"))
                .moveToVersionId(oldest));
        fixture.clock.advance(Duration.ofDays(2));

        secrets.updateSecret(request().kmsKeyId("alias/own").secretString("new"));

        assertThat(fixture.state("prod/db").versions().find(oldest)).isEmpty();
        assertThat(valuesInTheStore())
                .hasSize(fixture.state("prod/db").versions().size());
        assertThat(valueOf(last)).isEqualTo("value 101");
    }

    private String holder(String label) {
        return fixture.state("prod/db")
                .versions()
                .labelled(label)
                .map(SecretVersion::id)
                .orElseThrow();
    }

    private List<?> valuesInTheStore() {
        return fixture.store.values("prod/db", fixture.record("prod/db").secretUid());
    }

    @Test
    @Tag("UPD-07")
    @Tag("SEC-04")
    void updateSecret_unusableKey_isRefused() {
        fixture.create("prod/db", "one");

        fixture.assertRefused(
                "EncryptionFailure",
                "Secrets Manager can't encrypt the protected secret text using the provided KMS key. "
                        + "Check that the KMS key is available, enabled, and not in an invalid state.",
                () -> secrets.updateSecret(request().kmsKeyId("no key id: ä")));
    }

    @Test
    @Tag("UPD-08")
    void updateSecret_byNameAndByArn() {
        String arn = secrets.createSecret("prod/db", "one").arn();

        secrets.updateSecret(new UpdateSecretRequest(arn).description("by ARN"));
        assertThat(described().description()).contains("by ARN");

        secrets.updateSecret(request().description("by name"));
        assertThat(described().description()).contains("by name");
    }

    @Test
    @Tag("UPD-09")
    void updateSecret_repeated_succeedsAndChangesNothing() {
        String one = fixture.create("prod/db", "one");
        UpdateSecretRequest update =
                request().clientRequestToken(SecretsFixture.token()).secretString("two");
        UpdateSecretResponse first = secrets.updateSecret(update);
        Map<?, ?> before = fixture.content();

        assertThat(secrets.updateSecret(update)).isEqualTo(first);
        assertThat(secrets.updateSecret(request().clientRequestToken(one).secretString("one"))
                        .versionId())
                .contains(one);
        assertThat(fixture.content()).isEqualTo(before);
    }

    @Test
    @Tag("UPD-10")
    void updateSecret_repeatedWithOtherValue_isRefusedWhole() {
        String one = fixture.create("prod/db", "one");

        assertTokenIsTaken(one, request().clientRequestToken(one).secretString("other"));
        assertTokenIsTaken(
                one, request().clientRequestToken(one).secretString("other").description("described"));
    }

    private void assertTokenIsTaken(String token, UpdateSecretRequest update) {
        fixture.assertRefused(
                "ResourceExistsException",
                "You can't use ClientRequestToken " + token
                        + " because that value is already in use for a version of secret " + fixture.arn("prod/db")
                        + ".",
                () -> secrets.updateSecret(update));
    }

    @Test
    @Tag("UPD-11")
    void updateSecret_bothValues_isRefused() {
        fixture.create("prod/db", "one");

        fixture.assertRefused(
                "InvalidParameterException",
                "You can't specify both a binary secret value and a string secret value in the same secret.",
                () -> secrets.updateSecret(request().secretString("two").secretBinary(new byte[] {2})));
    }

    @Test
    @Tag("UPD-12")
    void updateSecret_unknownOrScheduled_isRefused_afterRestoreItWorks() {
        fixture.assertRefused(
                "ResourceNotFoundException",
                "Secrets Manager can't find the specified secret.",
                () -> secrets.updateSecret(request().secretString("one")));
        fixture.create("prod/db", "one");
        secrets.deleteSecret(new DeleteSecretRequest("prod/db"));
        fixture.assertRefused(
                "InvalidRequestException",
                "You can't perform this operation on the secret because it was marked for deletion.",
                () -> secrets.updateSecret(request().description("described")));

        secrets.restoreSecret(new RestoreSecretRequest("prod/db"));
        secrets.updateSecret(request().description("described"));
        assertThat(described().description()).contains("described");
    }

    @Test
    @Tag("UPD-14")
    void updateSecret_advancesTheDateOfTheChange_alsoWithAnIdenticalValue() {
        fixture.create("prod/db", "same");
        Instant created = described().createdDate();

        for (UpdateSecretRequest update : List.of(
                request().description("described"),
                request().secretString("same"),
                request().secretString("same"))) {
            Instant before = described().lastChangedDate();
            fixture.clock.advance(Duration.ofSeconds(1));
            secrets.updateSecret(update);
            assertThat(described().lastChangedDate()).isAfter(before).isEqualTo(fixture.clock.instant());
        }
        assertThat(described().createdDate()).isEqualTo(created);
    }

    @Test
    @Tag("UPD-14")
    void updateSecret_sameDescriptionAgain_isAModificationToo() {
        fixture.create("prod/db", "one");
        secrets.updateSecret(request().description("described"));
        fixture.clock.advance(Duration.ofSeconds(1));

        secrets.updateSecret(request().description("described"));

        assertThat(described().lastChangedDate()).isEqualTo(fixture.clock.instant());
    }

    @Test
    @Tag("UPD-15")
    void updateSecret_firstValue_isCurrentAndNoneIsPrevious() {
        fixture.createEmpty("prod/db");

        String one =
                secrets.updateSecret(request().secretString("one")).versionId().orElseThrow();

        assertThat(fixture.stages("prod/db")).isEqualTo(Map.of(one, List.of("AWSCURRENT")));
    }

    @Test
    @Tag("UPD-16")
    void updateSecret_duringRotation_abandonsItAndKeepsTheRest() {
        RotationRules rules = RotationRules.afterDays(30);
        secrets.createSecret(
                new CreateSecretRequest("prod/db").secretString("one").tags(Map.of("team", "payments")));
        secrets.rotateSecret(
                new RotateSecretRequest("prod/db").rotationLambdaArn("rotator").rotationRules(rules));

        String two =
                secrets.updateSecret(request().secretString("two")).versionId().orElseThrow();

        assertThat(fixture.stages("prod/db").get(two)).containsExactly("AWSCURRENT");
        assertThat(fixture.stages("prod/db").values()).noneMatch(labels -> labels.contains("AWSPENDING"));
        assertThat(described().tags()).contains(List.of(new dev.secrets.model.Tag("team", "payments")));
        assertThat(described().rotationEnabled()).contains(true);
        assertThat(described().rotationRules()).contains(rules);
        assertThat(described().rotationLambdaArn()).contains("rotator");
    }

    @Test
    void updateSecret_type_isKeptUnlessGiven() {
        fixture.create("prod/db", "one");
        secrets.updateSecret(request().type("Partner"));
        secrets.updateSecret(request().description("described"));

        assertThat(described().type()).contains("Partner");
    }
}
