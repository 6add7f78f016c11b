package dev.secrets.cli.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.NewAccessKey;
import dev.secrets.model.CallerIdentity;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.Filter;
import software.amazon.awssdk.services.secretsmanager.model.FilterNameStringType;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.InvalidParameterException;
import software.amazon.awssdk.services.secretsmanager.model.InvalidRequestException;
import software.amazon.awssdk.services.secretsmanager.model.ReplicaRegionType;
import software.amazon.awssdk.services.secretsmanager.model.ResourceExistsException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;
import software.amazon.awssdk.services.secretsmanager.model.Tag;

/** The AWS SDK for Java, unchanged, with signatures: every operation. */
final class AwsSdkTest {
    @AutoClose
    private final TestServer server = TestServer.start();

    @AutoClose
    private final SecretsManagerClient client = client(server, TestServer.ROOT);

    static SecretsManagerClient client(TestServer server, String principal) {
        NewAccessKey key = server.accessKeys().create(CallerIdentity.of(principal));
        String secret = new String(key.secret().reveal(), StandardCharsets.US_ASCII);
        return SecretsManagerClient.builder()
                .endpointOverride(server.uri())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(key.key().id(), secret)))
                .build();
    }

    private String value(String id) {
        return client.getSecretValue(r -> r.secretId(id)).secretString();
    }

    @Test
    void values_areCreatedReadReplacedAndRolledBack() {
        String first = client.createSecret(
                        r -> r.name("a").secretString("one ß").description("d"))
                .versionId();
        String second =
                client.putSecretValue(r -> r.secretId("a").secretString("two")).versionId();
        assertThat(value("a")).isEqualTo("two");

        client.updateSecretVersionStage(r -> r.secretId("a")
                .versionStage("AWSCURRENT")
                .moveToVersionId(first)
                .removeFromVersionId(second));

        GetSecretValueResponse read = client.getSecretValue(r -> r.secretId("a"));
        assertThat(read.secretString()).isEqualTo("one ß");
        assertThat(read.versionStages()).contains("AWSCURRENT");
        assertThat(read.createdDate()).isNotNull();
        client.updateSecret(r -> r.secretId("a").secretString("three"));
        assertThat(value("a")).isEqualTo("three");
        assertThat(client.listSecretVersionIds(r -> r.secretId("a").includeDeprecated(true))
                        .versions())
                .hasSize(3);
    }

    @Test
    void binaryValue_keepsItsBytes() {
        SdkBytes bytes = SdkBytes.fromByteArray(new byte[] {0, 1, (byte) 0xff});
        client.createSecret(r -> r.name("b").secretBinary(bytes));

        assertThat(client.getSecretValue(r -> r.secretId("b")).secretBinary()).isEqualTo(bytes);
    }

    @Test
    void lists_arePagedAndFiltered() {
        for (int i = 0; i < 5; i++) {
            String name = "list/" + i;
            client.createSecret(r -> r.name(name).secretString(name));
        }

        assertThat(client
                        .listSecretsPaginator(r -> r.maxResults(2)
                                .filters(Filter.builder()
                                        .key(FilterNameStringType.NAME)
                                        .values("list/")
                                        .build()))
                        .stream()
                        .mapToLong(page -> page.secretList().size())
                        .sum())
                .isEqualTo(5);
        assertThat(client.batchGetSecretValue(r -> r.secretIdList("list/0", "list/1", "missing"))
                        .errors())
                .hasSize(1);
    }

    @Test
    void tagsAndPolicies_areSetAndRemoved() {
        client.createSecret(r -> r.name("t"));
        client.tagResource(r ->
                r.secretId("t").tags(Tag.builder().key("team").value("payments").build()));
        assertThat(client.describeSecret(r -> r.secretId("t")).tags()).hasSize(1);
        client.untagResource(r -> r.secretId("t").tagKeys("team"));
        assertThat(client.describeSecret(r -> r.secretId("t")).tags()).isEmpty();

        String policy = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":"
                + "\"arn:aws:iam::000000000000:role/app\"},\"Action\":\"secretsmanager:GetSecretValue\",\"Resource\":\"*\"}]}";
        assertThat(client.validateResourcePolicy(r -> r.resourcePolicy(policy)).policyValidationPassed())
                .isTrue();
        client.putResourcePolicy(r -> r.secretId("t").resourcePolicy(policy));
        assertThat(client.getResourcePolicy(r -> r.secretId("t")).resourcePolicy())
                .isEqualTo(policy);
        client.deleteResourcePolicy(r -> r.secretId("t"));
        assertThat(client.getResourcePolicy(r -> r.secretId("t")).resourcePolicy())
                .isNull();
    }

    @Test
    void policyOfASecret_letsItsPrincipalReadAndNoMore() {
        client.createSecret(r -> r.name("shared").secretString("s"));
        String policy = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":"
                + "\"arn:aws:iam::000000000000:role/app\"},\"Action\":\"secretsmanager:GetSecretValue\",\"Resource\":\"*\","
                + "\"Condition\":{\"IpAddress\":{\"aws:SourceIp\":\"127.0.0.0/8\"}}}]}";
        client.putResourcePolicy(r -> r.secretId("shared").resourcePolicy(policy));

        try (SecretsManagerClient app = client(server, "arn:aws:iam::000000000000:role/app")) {
            assertThat(app.getSecretValue(r -> r.secretId("shared")).secretString())
                    .isEqualTo("s");
            assertThatThrownBy(() -> app.deleteSecret(r -> r.secretId("shared")))
                    .isInstanceOfSatisfying(
                            SecretsManagerException.class,
                            refusal -> assertThat(refusal.awsErrorDetails().errorCode())
                                    .isEqualTo("AccessDeniedException"));
        }
    }

    @Test
    void deletion_canBeTakenBackUntilItIsForced() {
        client.createSecret(r -> r.name("d").secretString("v"));
        client.deleteSecret(r -> r.secretId("d").recoveryWindowInDays(7L));
        assertThatThrownBy(() -> value("d")).isInstanceOf(InvalidRequestException.class);
        client.restoreSecret(r -> r.secretId("d"));
        assertThat(value("d")).isEqualTo("v");
        client.deleteSecret(r -> r.secretId("d").forceDeleteWithoutRecovery(true));
        assertThatThrownBy(() -> value("d")).isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void rotation_withoutARotator_isRefused() {
        client.createSecret(r -> r.name("r").secretString("v"));

        assertThatThrownBy(() -> client.rotateSecret(r -> r.secretId("r"))).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> client.rotateSecret(r -> r.secretId("r")
                        .rotationLambdaARN("arn:aws:lambda:us-east-1:000000000000:function:none")
                        .rotationRules(rules -> rules.automaticallyAfterDays(30L))))
                .isInstanceOf(SecretsManagerException.class)
                .hasMessageContaining("cannot invoke the specified Lambda function");
        assertThat(client.describeSecret(r -> r.secretId("r")).rotationEnabled())
                .isNull();
        assertThatThrownBy(() -> client.cancelRotateSecret(r -> r.secretId("r")))
                .isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void replication_answersAsAStoreOfOneRegion() {
        client.createSecret(r -> r.name("p").secretString("v"));

        assertThatThrownBy(() -> client.replicateSecretToRegions(r -> r.secretId("p")
                        .addReplicaRegions(
                                ReplicaRegionType.builder().region("us-east-1").build())))
                .isInstanceOf(InvalidParameterException.class);
        assertThat(client.removeRegionsFromReplication(r -> r.secretId("p").removeReplicaRegions("eu-west-1"))
                        .arn())
                .isNotNull();
        assertThatThrownBy(() -> client.stopReplicationToReplica(r -> r.secretId("p")))
                .isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void randomPassword_hasItsLength() {
        assertThat(client.getRandomPassword(r -> r.passwordLength(40L)).randomPassword())
                .hasSize(40);
    }

    @Test
    void createSecret_ofATakenName_isTheSdksOwnException() {
        client.createSecret(r -> r.name("taken").secretString("v"));

        assertThatThrownBy(() -> client.createSecret(r -> r.name("taken").secretString("w")))
                .isInstanceOfSatisfying(ResourceExistsException.class, refusal -> {
                    assertThat(refusal.statusCode()).isEqualTo(400);
                    assertThat(refusal.requestId()).isNotBlank();
                });
        assertThat(List.of(value("taken"))).containsExactly("v");
    }
}
