package dev.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.model.BatchGetSecretValueRequest;
import dev.secrets.model.CancelRotateSecretRequest;
import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.DeleteResourcePolicyRequest;
import dev.secrets.model.DeleteSecretRequest;
import dev.secrets.model.DescribeSecretRequest;
import dev.secrets.model.GetResourcePolicyRequest;
import dev.secrets.model.GetSecretValueRequest;
import dev.secrets.model.ListSecretVersionIdsRequest;
import dev.secrets.model.PutResourcePolicyRequest;
import dev.secrets.model.PutSecretValueRequest;
import dev.secrets.model.RestoreSecretRequest;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.TagResourceRequest;
import dev.secrets.model.UntagResourceRequest;
import dev.secrets.model.UpdateSecretRequest;
import dev.secrets.model.UpdateSecretVersionStageRequest;
import dev.secrets.model.ValidateResourcePolicyRequest;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How callers name a secret (section 2 of the reference). */
final class SecretIdTest {
    private static final String NOT_FOUND = "Secrets Manager can't find the specified secret.";
    private static final String INVALID_NAME =
            "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!";
    private static final String POLICY = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
            + "\"Principal\":{\"AWS\":\"arn:aws:iam::000000000000:root\"},\"Action\":\"secretsmanager:*\","
            + "\"Resource\":\"*\"}]}";

    @AutoClose
    private final SecretsFixture fixture = new SecretsFixture();

    private final SecretsManager secrets = fixture.secrets;

    private static String withoutSuffix(String arn) {
        return arn.substring(0, arn.length() - 7);
    }

    private void assertNotFound(String secretId) {
        fixture.assertRefused("ResourceNotFoundException", NOT_FOUND, () -> secrets.describeSecret(secretId));
    }

    @Test
    @Tag("ID-01")
    void describeSecret_byNameInOtherCase_isNotFound() {
        fixture.create("prod/Db", "value");

        assertThat(secrets.describeSecret("prod/Db").name()).isEqualTo("prod/Db");
        assertNotFound("prod/db");
        assertNotFound("prod/Db ".trim() + "x");
        assertNotFound("prod");
    }

    @Test
    @Tag("ID-02")
    @Tag("ID-03")
    @Tag("ID-14")
    void everyForm_findsTheSecret_andTheAnswerHasTheFullArn() {
        String version = fixture.create("prod/db", "value");
        String arn = fixture.arn("prod/db");

        for (String form : List.of("prod/db", arn, withoutSuffix(arn))) {
            assertThat(secrets.getSecretValue(form).arn()).isEqualTo(arn);
            assertThat(secrets.getSecretValue(form).name()).isEqualTo("prod/db");
            assertThat(secrets.describeSecret(form).arn()).isEqualTo(arn);
            assertThat(secrets.listSecretVersionIds(new ListSecretVersionIdsRequest(form))
                            .arn())
                    .isEqualTo(arn);
            assertThat(secrets.putSecretValue(new PutSecretValueRequest(form)
                                    .clientRequestToken(version)
                                    .secretString("value"))
                            .arn())
                    .isEqualTo(arn);
            assertThat(secrets.updateSecret(new UpdateSecretRequest(form)).arn())
                    .isEqualTo(arn);
            assertThat(secrets.deleteSecret(new DeleteSecretRequest(form)).arn())
                    .isEqualTo(arn);
            assertThat(secrets.restoreSecret(new RestoreSecretRequest(form)).arn())
                    .isEqualTo(arn);
        }
    }

    @Test
    @Tag("ID-04")
    void arn_endsInHyphenAndSixAlphanumerics() {
        assertThat(secrets.createSecret("prod/db", "value").arn())
                .matches(SecretsFixture.ARN_PREFIX + "prod/db-[A-Za-z0-9]{6}");
    }

    @Test
    @Tag("ID-05")
    @Tag("ID-06")
    @Tag("CREATE-20")
    void nameThatEndsLikeASuffix_isFoundByNameAndFullArnOnly() {
        String arn = secrets.createSecret("prod-a1b2c3", "value").arn();

        assertThat(fixture.value("prod-a1b2c3")).isEqualTo("value");
        assertThat(fixture.value(arn)).isEqualTo("value");
        assertNotFound(withoutSuffix(arn));
    }

    @ParameterizedTest
    @Tag("ID-07")
    @ValueSource(strings = {"prod-a1b2", "prod-a1b2c3-", "prod-", "-", "a-b/c-d"})
    void nameThatEndsAlmostLikeASuffix_isFoundByArnWithoutSuffix(String name) {
        String arn = secrets.createSecret(name, "value").arn();

        assertThat(fixture.value(withoutSuffix(arn))).isEqualTo("value");
        assertThat(fixture.value(arn)).isEqualTo("value");
    }

    @Test
    @Tag("ID-08")
    void nameOfAllLegalCharacters_worksInEveryOperation() {
        String name = "/a_Z+9=.@-";
        String first = fixture.create(name, "one");
        String second = fixture.put(name, "two");

        secrets.describeSecret(name);
        secrets.updateSecret(new UpdateSecretRequest(name).description("described"));
        secrets.updateSecretVersionStage(new UpdateSecretVersionStageRequest(name, "AWSCURRENT")
                .removeFromVersionId(second)
                .moveToVersionId(first));
        secrets.listSecretVersionIds(new ListSecretVersionIdsRequest(name));
        secrets.tagResource(new TagResourceRequest(name, tags("k")));
        secrets.untagResource(new UntagResourceRequest(name, List.of("k")));
        secrets.putResourcePolicy(new PutResourcePolicyRequest(name, POLICY));
        secrets.getResourcePolicy(new GetResourcePolicyRequest(name));
        secrets.validateResourcePolicy(new ValidateResourcePolicyRequest(POLICY).secretId(name));
        secrets.deleteResourcePolicy(new DeleteResourcePolicyRequest(name));
        secrets.rotateSecret(new RotateSecretRequest(name).rotationLambdaArn("rotator"));
        secrets.cancelRotateSecret(new CancelRotateSecretRequest(name));
        secrets.deleteSecret(new DeleteSecretRequest(name));
        secrets.restoreSecret(new RestoreSecretRequest(name));

        assertThat(secrets.batchGetSecretValue(new BatchGetSecretValueRequest().secretIdList(name))
                        .secretValues())
                .singleElement()
                .satisfies(found -> assertThat(found.secretString()).contains("one"));
    }

    private static List<dev.secrets.model.Tag> tags(String key) {
        return List.of(new dev.secrets.model.Tag(key, "value"));
    }

    @ParameterizedTest
    @Tag("ID-09")
    @Tag("ID-10")
    @ValueSource(strings = {" ", "a b", "a*", "a?", "a!]", "a\\b", "#keyring", "a:b", "ä", "a\nb", "a\u0000"})
    void badCharacters_areRefusedByEveryOperation_beforeTheSecretIsLookedFor(String name) {
        operations(name)
                .forEach(operation ->
                        fixture.assertRefused("ValidationException", INVALID_NAME, () -> operation.accept(secrets)));
    }

    /** The ten operations that were recorded, and the others. */
    private static Stream<Consumer<SecretsManager>> operations(String id) {
        String version = SecretsFixture.token();
        return Stream.of(
                secrets -> secrets.createSecret(new CreateSecretRequest(id)),
                secrets -> secrets.deleteSecret(new DeleteSecretRequest(id).forceDeleteWithoutRecovery(true)),
                secrets -> secrets.describeSecret(new DescribeSecretRequest(id)),
                secrets -> secrets.getSecretValue(new GetSecretValueRequest(id)),
                secrets -> secrets.listSecretVersionIds(new ListSecretVersionIdsRequest(id)),
                secrets -> secrets.putSecretValue(new PutSecretValueRequest(id).secretString("value")),
                secrets -> secrets.tagResource(new TagResourceRequest(id, tags("k"))),
                secrets -> secrets.untagResource(new UntagResourceRequest(id, List.of("k"))),
                secrets -> secrets.updateSecret(new UpdateSecretRequest(id).description("described")),
                secrets -> secrets.validateResourcePolicy(new ValidateResourcePolicyRequest(POLICY).secretId(id)),
                secrets -> secrets.updateSecretVersionStage(
                        new UpdateSecretVersionStageRequest(id, "label").moveToVersionId(version)),
                secrets -> secrets.putResourcePolicy(new PutResourcePolicyRequest(id, POLICY)),
                secrets -> secrets.getResourcePolicy(new GetResourcePolicyRequest(id)),
                secrets -> secrets.deleteResourcePolicy(new DeleteResourcePolicyRequest(id)),
                secrets -> secrets.rotateSecret(new RotateSecretRequest(id).rotationLambdaArn("rotator")),
                secrets -> secrets.cancelRotateSecret(new CancelRotateSecretRequest(id)),
                secrets -> secrets.restoreSecret(new RestoreSecretRequest(id)));
    }

    @Test
    @Tag("ID-09")
    void createSecret_nameThatIsAnArn_isRefused() {
        String arn = SecretsFixture.ARN_PREFIX + "prod/db";

        fixture.assertRefused("ValidationException", INVALID_NAME, () -> secrets.createSecret(arn, "value"));
        fixture.assertRefused(
                "ValidationException",
                INVALID_NAME,
                () -> secrets.createSecret("arn:aws:secretsmanager:eu-west-1:111111111111:secret:prod/db", "value"));
    }

    /** Service-made names have it, so it is no error in a look-up; that it may be chosen for a new secret is our choice. */
    @Test
    @Tag("ID-11")
    void exclamationMark_isACharacterOfNames() {
        assertNotFound("rds!db-1");

        fixture.create("rds!db-1", "value");

        assertThat(fixture.value("rds!db-1")).isEqualTo("value");
    }

    @ParameterizedTest
    @Tag("ID-12")
    @ValueSource(
            strings = {
                "arn:aws:secretsmanager:eu-west-1:000000000000:secret:",
                "arn:aws:secretsmanager:us-east-1:111111111111:secret:",
                "arn:aws-cn:secretsmanager:us-east-1:000000000000:secret:",
                "arn:aws:ssm:us-east-1:000000000000:secret:",
                "arn:aws:secretsmanager:us-east-1:000000000000:parameter:",
                "arn:"
            })
    void arnOfAnotherPlace_isNotFound(String prefix) {
        String arn = secrets.createSecret("prod/db", "value").arn();

        assertNotFound(prefix + arn.substring(SecretsFixture.ARN_PREFIX.length()));
        assertNotFound(prefix + "prod/db");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-abcdef", "#keyring", "#keyring-abcdef", "prod/db-", "prod/db-abcdef-abcdef", "prod db"})
    void arnOfNoSecret_isNotFound(String remainder) {
        fixture.create("prod/db", "value");

        assertNotFound(SecretsFixture.ARN_PREFIX + remainder);
    }

    @Test
    @Tag("ID-13")
    void oldFullArn_afterRecreation_isNotFound() {
        String old = secrets.createSecret("prod/db", "old").arn();
        secrets.deleteSecret(new DeleteSecretRequest("prod/db").forceDeleteWithoutRecovery(true));

        String recreated = secrets.createSecret("prod/db", "new").arn();

        assertThat(recreated).isNotEqualTo(old);
        assertNotFound(old);
        assertThat(fixture.value(withoutSuffix(old))).isEqualTo("new");
    }

    @Test
    @Tag("ID-15")
    void unknownSecret_isNotFoundByEveryOperation() {
        operations("prod/unknown")
                .skip(2) // creation, and deletion by force, which succeeds
                .forEach(operation ->
                        fixture.assertRefused("ResourceNotFoundException", NOT_FOUND, () -> operation.accept(secrets)));
    }
}
