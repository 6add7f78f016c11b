package dev.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.CreateSecretResponse;
import dev.secrets.model.DeleteSecretRequest;
import dev.secrets.model.DescribeSecretResponse;
import dev.secrets.model.ReplicaRegionType;
import dev.secrets.model.ValidationException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Section 4.1 of the reference. */
final class CreateSecretTest {
    private static final String TOKEN = "11111111-2222-3333-4444-555555555555";

    @AutoClose
    private final SecretsFixture fixture = new SecretsFixture();

    private final SecretsManager secrets = fixture.secrets;

    private static CreateSecretRequest request() {
        return new CreateSecretRequest("prod/db");
    }

    @Test
    @Tag("CREATE-01")
    @Tag("CREATE-05")
    void createSecret_withValue_makesAVersionOfTheTokensId() {
        CreateSecretResponse created =
                secrets.createSecret(request().clientRequestToken(TOKEN).secretString("value"));

        assertThat(created.arn()).startsWith(SecretsFixture.ARN_PREFIX + "prod/db-");
        assertThat(created.name()).isEqualTo("prod/db");
        assertThat(created.versionId()).contains(TOKEN);
        assertThat(created.replicationStatus()).isEmpty();
        assertThat(fixture.value("prod/db")).isEqualTo("value");
        assertThat(fixture.stages("prod/db")).isEqualTo(Map.of(TOKEN, List.of("AWSCURRENT")));
    }

    @Test
    @Tag("CREATE-02")
    void createSecret_withoutToken_getsARandomUuid() {
        String first = fixture.create("a", "value");
        String second = fixture.create("b", "value");

        assertThat(List.of(first, second))
                .allMatch(id -> id.matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
        assertThat(first).isNotEqualTo(second);
    }

    @Test
    @Tag("CREATE-04")
    void createSecret_withoutValue_hasNoVersion() {
        CreateSecretResponse created = secrets.createSecret(request().clientRequestToken(TOKEN));

        assertThat(created.versionId()).isEmpty();
        assertThat(secrets.describeSecret("prod/db").versionIdsToStages()).isEmpty();
        fixture.assertRefused(
                "ResourceNotFoundException",
                "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
                () -> secrets.getSecretValue("prod/db"));
    }

    /** Whether the token of a call without a value is remembered is not established; ours is not. */
    @Test
    void createSecret_withoutValueRepeated_alreadyExists() {
        secrets.createSecret(request().clientRequestToken(TOKEN));

        assertAlreadyExists(request().clientRequestToken(TOKEN));
        assertThat(fixture.put("prod/db", "value")).isNotEqualTo(TOKEN);
    }

    private void assertAlreadyExists(CreateSecretRequest request) {
        fixture.assertRefused(
                "ResourceExistsException",
                "The operation failed because the secret prod/db already exists.",
                () -> secrets.createSecret(request));
    }

    @Test
    @Tag("CREATE-06")
    void createSecret_binaryOfAllBytes_comesBackAsItWas() {
        byte[] allBytes = new byte[256];
        for (int i = 0; i < allBytes.length; i++) {
            allBytes[i] = (byte) i;
        }
        secrets.createSecret(request().secretBinary(allBytes));

        assertThat(secrets.getSecretValue("prod/db").secretBinary())
                .hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(allBytes));
    }

    @Test
    @Tag("CREATE-07")
    void createSecret_withBothValues_isRefused() {
        fixture.assertRefused(
                "InvalidParameterException",
                "You can't specify both a binary secret value and a string secret value in the same secret.",
                () -> secrets.createSecret(request().secretString("value").secretBinary(new byte[] {1})));
    }

    @Test
    @Tag("CREATE-08")
    void createSecret_nameInUse_alreadyExists() {
        fixture.create("prod/db", "value");

        assertAlreadyExists(request().secretString("value"));
        assertAlreadyExists(request());
    }

    @Test
    @Tag("CREATE-09")
    void createSecret_repeated_answersTheSameAndChangesNothing() {
        CreateSecretRequest request = request()
                .clientRequestToken(TOKEN)
                .secretString("value")
                .description("first")
                .tags(Map.of("team", "payments"));
        CreateSecretResponse created = secrets.createSecret(request);
        Map<?, ?> before = fixture.content();
        fixture.clock.advance(Duration.ofMinutes(1));

        assertThat(secrets.createSecret(request)).isEqualTo(created);
        assertThat(secrets.createSecret(request.description("other"))).isEqualTo(created);
        assertThat(fixture.content()).isEqualTo(before);
    }

    @Test
    @Tag("CREATE-10")
    void createSecret_repeatedWithOtherValue_isRefused() {
        CreateSecretRequest request = request().clientRequestToken(TOKEN);
        String arn = secrets.createSecret(request.secretString("value")).arn();
        String message = "You can't use ClientRequestToken " + TOKEN
                + " because that value is already in use for a version of secret " + arn + ".";

        fixture.assertRefused(
                "ResourceExistsException", message, () -> secrets.createSecret(request.secretString("other")));
        fixture.assertRefused(
                "ResourceExistsException",
                message,
                () -> secrets.createSecret(request.secretBinary(new byte[] {'v', 'a', 'l', 'u', 'e'})));
    }

    @Test
    @Tag("CREATE-11")
    void createSecret_nameScheduledForDeletion_isRefused() {
        secrets.createSecret(request().clientRequestToken(TOKEN).secretString("value"));
        secrets.deleteSecret(new DeleteSecretRequest("prod/db"));
        String message =
                "You can't create this secret because a secret with this name is already scheduled for deletion.";

        fixture.assertRefused("InvalidRequestException", message, () -> secrets.createSecret("prod/db", "value"));
        fixture.assertRefused(
                "InvalidRequestException",
                message,
                () -> secrets.createSecret(request().clientRequestToken(TOKEN).secretString("value")));
    }

    @Test
    @Tag("CREATE-12")
    void createSecret_afterForcedDeletion_isANewSecret() {
        CreateSecretRequest request = request().clientRequestToken(TOKEN);
        String old = secrets.createSecret(request.secretString("old")).arn();
        secrets.deleteSecret(new DeleteSecretRequest("prod/db").forceDeleteWithoutRecovery(true));

        CreateSecretResponse recreated = secrets.createSecret(request.secretString("new"));

        assertThat(recreated.arn()).isNotEqualTo(old);
        assertThat(fixture.value("prod/db")).isEqualTo("new");
        assertThat(fixture.stages("prod/db")).hasSize(1);
    }

    @Test
    @Tag("CREATE-12")
    void createSecret_afterTheRecoveryWindow_isANewSecret() {
        String old = secrets.createSecret("prod/db", "old").arn();
        String oldUid = fixture.record("prod/db").secretUid();
        secrets.deleteSecret(new DeleteSecretRequest("prod/db").recoveryWindowInDays(7));
        fixture.clock.advance(Duration.ofDays(7));

        assertThat(secrets.createSecret("prod/db", "new").arn()).isNotEqualTo(old);

        assertThat(fixture.value("prod/db")).isEqualTo("new");
        assertThat(fixture.record("prod/db").secretUid()).isNotEqualTo(oldUid);
        assertThat(fixture.store.values("prod/db", fixture.record("prod/db").secretUid()))
                .as("values of the secret before")
                .hasSize(1);
    }

    @Test
    @Tag("CREATE-13")
    void createSecret_emptyDescription_isNone() {
        secrets.createSecret(request().description(""));

        assertThat(secrets.describeSecret("prod/db").description()).isEmpty();
    }

    @Test
    @Tag("CREATE-14")
    void createSecret_tags_stayInTheirOrder() {
        Map<String, String> tags = new LinkedHashMap<>();
        List.of("z", "a", "m", "B").forEach(key -> tags.put(key, key + "-value"));
        secrets.createSecret(request().tags(tags));

        assertThat(secrets.describeSecret("prod/db").tags().orElseThrow())
                .extracting(dev.secrets.model.Tag::key)
                .containsExactly("z", "a", "m", "B");
    }

    @Test
    @Tag("CREATE-15")
    void createSecret_keyOfItsOwn_isReported_theDefaultIsNot() {
        secrets.createSecret(
                new CreateSecretRequest("own").kmsKeyId("alias/own").secretString("value"));
        secrets.createSecret(new CreateSecretRequest("default").secretString("value"));
        secrets.createSecret(new CreateSecretRequest("named").kmsKeyId("alias/aws/secretsmanager"));

        assertThat(secrets.describeSecret("own").kmsKeyId()).contains("alias/own");
        assertThat(secrets.describeSecret("default").kmsKeyId()).isEmpty();
        assertThat(secrets.describeSecret("named").kmsKeyId()).isEmpty();
        assertThat(fixture.value("own")).isEqualTo("value");
    }

    /** A key that can't be used must not be set, with or without a value to seal under it (section 7). */
    @Test
    @Tag("SEC-04")
    void createSecret_unusableKey_isRefused() {
        CreateSecretRequest request = request().kmsKeyId("no key id: ä");
        String message = "Secrets Manager can't encrypt the protected secret text using the provided KMS key. "
                + "Check that the KMS key is available, enabled, and not in an invalid state.";

        fixture.assertRefused("EncryptionFailure", message, () -> secrets.createSecret(request.secretString("value")));
        fixture.assertRefused("EncryptionFailure", message, () -> secrets.createSecret(request));
    }

    @Test
    @Tag("CREATE-16")
    void createSecret_setsTheDatesOfCreationAndChange() {
        secrets.createSecret(request().secretString("value").tags(Map.of("team", "payments")));

        DescribeSecretResponse described = secrets.describeSecret("prod/db");
        assertThat(described.createdDate()).isEqualTo(fixture.clock.instant());
        assertThat(described.lastChangedDate()).isEqualTo(fixture.clock.instant());
        assertThat(described.lastAccessedDate()).isEmpty();
        assertThat(described.deletedDate()).isEmpty();
    }

    @Test
    @Tag("CREATE-18")
    void createSecret_replicaInItsOwnRegion_isRefused() {
        fixture.assertRefused(
                "InvalidParameterException",
                "Invalid replica region.",
                () -> secrets.createSecret(
                        request().secretString("value").addReplicaRegions(new ReplicaRegionType("us-east-1"))));
    }

    @Test
    @Tag("CREATE-19")
    void createSecret_nameOf512Characters_isTheLongest() {
        fixture.create("n".repeat(512), "value");

        assertThat(fixture.value("n".repeat(512))).isEqualTo("value");
        assertThat(fixture.refusalOf(() -> secrets.createSecret("n".repeat(513), "value")))
                .isInstanceOf(ValidationException.class)
                .hasMessage(
                        "1 validation error detected: Value '" + "n".repeat(513)
                                + "' at 'name' failed to satisfy constraint: Member must have length less than or equal to 512");
    }

    @Test
    void createSecret_badTags_areRefusedAndNothingIsMade() {
        fixture.assertRefused(
                "InvalidParameterException",
                "You can't modify system tags. Tag key: 'aws:x'.",
                () -> secrets.createSecret(request().secretString("value").tags(Map.of("aws:x", "y"))));
    }

    /** What AWS makes of an empty list is not established; our choice is that a secret without a tag has never had any. */
    @Test
    void createSecret_emptyListOfTags_isNone() {
        secrets.createSecret(request().tags(List.of()));

        assertThat(secrets.describeSecret("prod/db").tags()).isEmpty();
    }
}
