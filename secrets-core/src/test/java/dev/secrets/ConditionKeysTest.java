package dev.secrets;

import static dev.secrets.Policies.APP;
import static dev.secrets.Policies.allow;
import static dev.secrets.Policies.condition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.secrets.model.AccessDeniedException;
import dev.secrets.model.CallerIdentity;
import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.DeleteResourcePolicyRequest;
import dev.secrets.model.DeleteSecretRequest;
import dev.secrets.model.GetResourcePolicyRequest;
import dev.secrets.model.GetSecretValueRequest;
import dev.secrets.model.PutResourcePolicyRequest;
import dev.secrets.model.ReplicaRegionType;
import dev.secrets.model.ReplicateSecretToRegionsRequest;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.RotationRules;
import dev.secrets.model.TagResourceRequest;
import dev.secrets.model.UntagResourceRequest;
import dev.secrets.model.UpdateSecretRequest;
import dev.secrets.model.UpdateSecretVersionStageRequest;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which condition keys each operation has, and when (sections 6 and 8 of the policy reference). */
@Tag("K1")
final class ConditionKeysTest {
    private static final String NAME = Operations.NAME;
    private static final String NEW = "app/new";

    private final SecretsFixture fixture = new SecretsFixture();
    private String arn = "";

    @BeforeEach
    void prepare() {
        arn = Operations.prepare(fixture);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    /**
     * A key of requests.
     *
     * @param key the condition key
     * @param value what it is in one request
     * @param with that request
     * @param without a request of the same operation that has no such key
     */
    record Row(String key, String value, Consumer<SecretsManager> with, Consumer<SecretsManager> without) {
        @Override
        public String toString() {
            return key + "=" + value;
        }
    }

    static Stream<Row> rows() {
        return Stream.of(creations(), updates(), reads(), rotations(), tags()).flatMap(List::stream);
    }

    private static Row create(String key, String value, CreateSecretRequest request) {
        return new Row(key, value, s -> s.createSecret(request), s -> s.createSecret(NEW, "value"));
    }

    private static List<Row> creations() {
        CreateSecretRequest create = new CreateSecretRequest(NEW);
        CreateSecretRequest replicated = create.addReplicaRegions(new ReplicaRegionType("eu-west-1"));
        return List.of(
                new Row("secretsmanager:Name", NEW, s -> s.createSecret(create), s -> s.deleteSecret(NAME)),
                create("secretsmanager:Description", "words", create.description("words")),
                create("secretsmanager:KmsKeyId", "alias/own", create.kmsKeyId("alias/own")),
                create("secretsmanager:KmsKeyArn", "alias/own", create.kmsKeyId("alias/own")),
                create("secretsmanager:Type", "External", create.type("External")),
                create("secretsmanager:AddReplicaRegions", "eu-west-1", replicated),
                create(
                        "secretsmanager:ForceOverwriteReplicaSecret",
                        "true",
                        replicated.forceOverwriteReplicaSecret(true)),
                create("aws:RequestTag/team", "shop", create.tags(Map.of("team", "shop"))),
                create("aws:TagKeys", "team", create.tags(Map.of("team", "shop"))));
    }

    private static List<Row> updates() {
        UpdateSecretRequest update = new UpdateSecretRequest(NAME);
        DeleteSecretRequest delete = new DeleteSecretRequest(NAME);
        PutResourcePolicyRequest put = new PutResourcePolicyRequest(NAME, Policies.resource());
        ReplicateSecretToRegionsRequest replicate =
                new ReplicateSecretToRegionsRequest(NAME, List.of(new ReplicaRegionType("eu-west-1")));
        Consumer<SecretsManager> plainUpdate = s -> s.updateSecret(update.secretString("two"));
        Consumer<SecretsManager> plainDelete = s -> s.deleteSecret(delete);
        Consumer<SecretsManager> plainReplicate = s -> s.replicateSecretToRegions(replicate);
        return List.of(
                new Row(
                        "secretsmanager:Description",
                        "words",
                        s -> s.updateSecret(update.description("words")),
                        plainUpdate),
                new Row(
                        "secretsmanager:KmsKeyId",
                        "alias/own",
                        s -> s.updateSecret(update.kmsKeyId("alias/own")),
                        plainUpdate),
                new Row("secretsmanager:Type", "External", s -> s.updateSecret(update.type("External")), plainUpdate),
                new Row(
                        "secretsmanager:RecoveryWindowInDays",
                        "7",
                        s -> s.deleteSecret(delete.recoveryWindowInDays(7)),
                        plainDelete),
                new Row(
                        "secretsmanager:ForceDeleteWithoutRecovery",
                        "true",
                        s -> s.deleteSecret(delete.forceDeleteWithoutRecovery(true)),
                        plainDelete),
                new Row(
                        "secretsmanager:BlockPublicPolicy",
                        "true",
                        s -> s.putResourcePolicy(put.blockPublicPolicy(true)),
                        s -> s.putResourcePolicy(put)),
                new Row("secretsmanager:AddReplicaRegions", "eu-west-1", plainReplicate, s -> s.deleteSecret(NAME)),
                new Row(
                        "secretsmanager:ForceOverwriteReplicaSecret",
                        "false",
                        s -> s.replicateSecretToRegions(replicate.forceOverwriteReplicaSecret(false)),
                        plainReplicate));
    }

    /** AWSCURRENT is the stage of a read that names neither stage nor version (O23). */
    private static List<Row> reads() {
        GetSecretValueRequest read = new GetSecretValueRequest(NAME);
        Consumer<SecretsManager> byId = s -> s.getSecretValue(read.versionId(Operations.VERSION));
        return List.of(
                new Row("secretsmanager:VersionId", Operations.VERSION, byId, s -> s.getSecretValue(read)),
                new Row("secretsmanager:VersionStage", "AWSCURRENT", s -> s.getSecretValue(read), byId),
                new Row("secretsmanager:VersionStage", "blue", s -> s.getSecretValue(read.versionStage("blue")), byId),
                new Row(
                        "secretsmanager:VersionStage",
                        "blue",
                        s -> s.updateSecretVersionStage(
                                new UpdateSecretVersionStageRequest(NAME, "blue").moveToVersionId(Operations.VERSION)),
                        s -> s.describeSecret(NAME)));
    }

    private static List<Row> rotations() {
        RotateSecretRequest rotate = new RotateSecretRequest(NAME);
        Consumer<SecretsManager> plain = s -> s.rotateSecret(rotate);
        return List.of(
                new Row(
                        "secretsmanager:RotationLambdaARN",
                        "other",
                        s -> s.rotateSecret(rotate.rotationLambdaArn("other")),
                        plain),
                new Row(
                        "secretsmanager:ModifyRotationRules",
                        "true",
                        s -> s.rotateSecret(rotate.rotationRules(RotationRules.afterDays(5))),
                        plain),
                new Row(
                        "secretsmanager:RotateImmediately",
                        "false",
                        s -> s.rotateSecret(rotate.rotateImmediately(false)),
                        plain),
                new Row(
                        "secretsmanager:ExternalSecretRotationRoleArn",
                        "arn:aws:iam::000000000000:role/rotation",
                        s -> s.rotateSecret(
                                rotate.externalSecretRotationRoleArn("arn:aws:iam::000000000000:role/rotation")),
                        plain));
    }

    private static List<Row> tags() {
        Consumer<SecretsManager> tag = s -> s.tagResource(new TagResourceRequest(NAME, Map.of("Stage", "prod")));
        Consumer<SecretsManager> untag = s -> s.untagResource(new UntagResourceRequest(NAME, List.of("team")));
        return List.of(
                new Row("aws:RequestTag/stage", "prod", tag, untag), // keys ignore case, also behind the slash
                new Row("aws:TagKeys", "Stage", tag, s -> s.describeSecret(NAME)), // values do not
                new Row("aws:TagKeys", "team", untag, s -> s.describeSecret(NAME)));
    }

    private SecretsManager allowedIf(String condition) {
        return fixture.with(Policies.of(APP, allow("*", "*", condition)), fixture.options)
                .as(CallerIdentity.of(APP));
    }

    /** By a policy, that is; a key or a rotator may be denied too. */
    private static boolean isDenied(Consumer<SecretsManager> call, SecretsManager secrets) {
        return catchThrowable(() -> call.accept(secrets)) instanceof AccessDeniedException denial
                && denial.getMessage().contains(" is not authorized to perform: secretsmanager:");
    }

    @Tag("S9")
    @ParameterizedTest
    @MethodSource("rows")
    void key_ofARequest_hasItsValueAndIsElseAbsent(Row row) {
        String absent = condition("Null", row.key(), "true");

        assertThat(isDenied(row.with(), allowedIf(condition("ForAnyValue:StringEquals", row.key(), "other value"))))
                .isTrue();
        assertThat(isDenied(row.with(), allowedIf(absent))).isTrue();
        assertThat(isDenied(row.without(), allowedIf(absent))).isFalse();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void key_ofARequest_allowsByItsValue(Row row) {
        assertThat(isDenied(row.with(), allowedIf(condition("ForAnyValue:StringEquals", row.key(), row.value()))))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "aws:ResourceTag/Team, payments",
        "secretsmanager:ResourceTag/team, payments",
        "secretsmanager:resource/AllowRotationLambdaArn, rotator",
        "aws:RequestedRegion, us-east-1",
        "aws:ResourceAccount, 000000000000",
        "aws:PrincipalArn, arn:aws:iam::000000000000:user/app",
        "aws:CurrentTime, 2026-02-03T10:15:30.123Z",
        "aws:EpochTime, 1770113730"
    })
    void key_ofTheSecretAndTheCall_isThereForEachOperation(String key, String value) {
        SecretsManager app = allowedIf(condition("StringEquals", key, value));
        SecretsManager other = allowedIf(condition("StringEquals", key, "other"));

        Operations.onOneSecret().forEach(operation -> {
            assertThat(isDenied(operation::perform, other)).isTrue();
            assertThat(isDenied(s -> s.describeSecret(NAME), app)).isFalse();
        });
        Operations.onOneSecret()
                .filter(operation -> !operation.changes())
                .forEach(operation -> assertThat(isDenied(operation::perform, app))
                        .as("%s", operation)
                        .isFalse());
    }

    /** However the caller names the secret (O24). */
    @Tag("O24")
    @Test
    void secretId_isTheFullArn_andAbsentWhenThereIsNoSecret() {
        SecretsManager app = allowedIf(condition("ArnEquals", "secretsmanager:SecretId", arn));

        assertThat(isDenied(s -> s.describeSecret(NAME), app)).isFalse();
        assertThat(isDenied(s -> s.describeSecret(arn), app)).isFalse();
        assertThat(isDenied(s -> s.describeSecret("app/none"), app)).isTrue();
        assertThat(isDenied(
                        s -> s.describeSecret("app/none"),
                        allowedIf(condition("Null", "secretsmanager:SecretId", "true"))))
                .isFalse();
    }

    /** Nothing but an explicit denial stops the owner, and not even that from mending the policy (O22). */
    @Tag("O22")
    @Test
    void owner_deniedByAResourcePolicy_canStillMendIt() {
        fixture.secrets.putResourcePolicy(new PutResourcePolicyRequest(
                NAME,
                Policies.quoted("{'Version':'2012-10-17','Statement':{'Effect':'Deny','Principal':'*','Resource':'*',"
                        + "'Action':['secretsmanager:Get*','secretsmanager:DeleteResourcePolicy']}}")));

        assertThatThrownBy(() -> fixture.secrets.getSecretValue(NAME)).isInstanceOf(AccessDeniedException.class);
        assertThat(fixture.secrets
                        .getResourcePolicy(new GetResourcePolicyRequest(NAME))
                        .resourcePolicy())
                .isPresent();
        fixture.secrets.deleteResourcePolicy(new DeleteResourcePolicyRequest(NAME));
        assertThat(fixture.value(NAME)).isEqualTo("one");
    }
}
