package dev.secrets.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.secrets.model.BatchGetSecretValueRequest;
import dev.secrets.model.CancelRotateSecretRequest;
import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.DeleteResourcePolicyRequest;
import dev.secrets.model.DeleteSecretRequest;
import dev.secrets.model.DescribeSecretRequest;
import dev.secrets.model.ExternalSecretRotationMetadataItem;
import dev.secrets.model.Filter;
import dev.secrets.model.FilterKey;
import dev.secrets.model.GetRandomPasswordRequest;
import dev.secrets.model.GetResourcePolicyRequest;
import dev.secrets.model.GetSecretValueRequest;
import dev.secrets.model.ListSecretVersionIdsRequest;
import dev.secrets.model.ListSecretsRequest;
import dev.secrets.model.PutResourcePolicyRequest;
import dev.secrets.model.PutSecretValueRequest;
import dev.secrets.model.RemoveRegionsFromReplicationRequest;
import dev.secrets.model.ReplicaRegionType;
import dev.secrets.model.ReplicateSecretToRegionsRequest;
import dev.secrets.model.RestoreSecretRequest;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.RotationRules;
import dev.secrets.model.SecretValue;
import dev.secrets.model.SortBy;
import dev.secrets.model.SortOrder;
import dev.secrets.model.StopReplicationToReplicaRequest;
import dev.secrets.model.Tag;
import dev.secrets.model.TagResourceRequest;
import dev.secrets.model.UntagResourceRequest;
import dev.secrets.model.UpdateSecretRequest;
import dev.secrets.model.UpdateSecretVersionStageRequest;
import dev.secrets.model.ValidateResourcePolicyRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every member of every request reaches the record, and nothing else does. */
final class RequestDecodingTest {
    private static final String TOKEN = "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111";
    private static final String OTHER_TOKEN = "a1b2c3d4-5678-90ab-cdef-EXAMPLE22222";

    private final ScriptedSecretsManager secrets = ScriptedSecretsManager.refusing();

    static Stream<Arguments> fullRequests() {
        return Stream.of(
                arguments(
                        "BatchGetSecretValue",
                        """
                        {"SecretIdList":["a","b"],"Filters":[{"Key":"tag-key","Values":["x","!y"]}],\
                        "MaxResults":20,"NextToken":"t"}""",
                        new BatchGetSecretValueRequest()
                                .secretIdList("a", "b")
                                .filters(new Filter(FilterKey.TAG_KEY, "x", "!y"))
                                .maxResults(20)
                                .nextToken("t")),
                arguments("CancelRotateSecret", "{'SecretId':'a'}", new CancelRotateSecretRequest("a")),
                arguments(
                        "CreateSecret",
                        """
                        {"Name":"a","ClientRequestToken":"%s","Description":"d","KmsKeyId":"k",\
                        "Tags":[{"Key":"team","Value":"payments"},{"Key":"b","Value":""}],\
                        "AddReplicaRegions":[{"Region":"eu-west-1","KmsKeyId":"r"},{"Region":"eu-west-2"}],\
                        "ForceOverwriteReplicaSecret":true,"Type":"t"}""".formatted(TOKEN),
                        new CreateSecretRequest("a")
                                .clientRequestToken(TOKEN)
                                .description("d")
                                .kmsKeyId("k")
                                .tags(List.of(new Tag("team", "payments"), new Tag("b", "")))
                                .addReplicaRegions(
                                        new ReplicaRegionType("eu-west-1").kmsKeyId("r"),
                                        new ReplicaRegionType("eu-west-2"))
                                .forceOverwriteReplicaSecret(true)
                                .type("t")),
                arguments("DeleteResourcePolicy", "{'SecretId':'a'}", new DeleteResourcePolicyRequest("a")),
                arguments(
                        "DeleteSecret",
                        "{'SecretId':'a','RecoveryWindowInDays':7,'ForceDeleteWithoutRecovery':false}",
                        new DeleteSecretRequest("a").recoveryWindowInDays(7).forceDeleteWithoutRecovery(false)),
                arguments("DescribeSecret", "{'SecretId':'a'}", new DescribeSecretRequest("a")),
                arguments(
                        "GetRandomPassword",
                        """
                        {"PasswordLength":40,"ExcludeCharacters":"abc","ExcludeNumbers":true,\
                        "ExcludePunctuation":false,"ExcludeUppercase":true,"ExcludeLowercase":false,\
                        "IncludeSpace":true,"RequireEachIncludedType":false}""",
                        new GetRandomPasswordRequest()
                                .passwordLength(40)
                                .excludeCharacters("abc")
                                .excludeNumbers(true)
                                .excludePunctuation(false)
                                .excludeUppercase(true)
                                .excludeLowercase(false)
                                .includeSpace(true)
                                .requireEachIncludedType(false)),
                arguments("GetResourcePolicy", "{'SecretId':'a'}", new GetResourcePolicyRequest("a")),
                arguments(
                        "GetSecretValue",
                        "{'SecretId':'a','VersionId':'" + TOKEN + "','VersionStage':'AWSPREVIOUS'}",
                        new GetSecretValueRequest("a").versionId(TOKEN).versionStage("AWSPREVIOUS")),
                arguments(
                        "ListSecretVersionIds",
                        "{'SecretId':'a','MaxResults':100,'NextToken':'t','IncludeDeprecated':true}",
                        new ListSecretVersionIdsRequest("a")
                                .maxResults(100)
                                .nextToken("t")
                                .includeDeprecated(true)),
                arguments(
                        "ListSecrets",
                        """
                        {"IncludePlannedDeletion":true,"MaxResults":5,"NextToken":"t",\
                        "Filters":[{"Key":"name","Values":["p"]},{"Key":"all","Values":["q"]}],\
                        "SortOrder":"desc","SortBy":"last-changed-date"}""",
                        new ListSecretsRequest()
                                .includePlannedDeletion(true)
                                .maxResults(5)
                                .nextToken("t")
                                .filters(new Filter(FilterKey.NAME, "p"), new Filter(FilterKey.ALL, "q"))
                                .sortOrder(SortOrder.DESC)
                                .sortBy(SortBy.LAST_CHANGED_DATE)),
                arguments(
                        "PutResourcePolicy",
                        "{'SecretId':'a','ResourcePolicy':'{}','BlockPublicPolicy':true}",
                        new PutResourcePolicyRequest("a", "{}").blockPublicPolicy(true)),
                arguments(
                        "PutSecretValue",
                        "{'SecretId':'a','ClientRequestToken':'" + TOKEN + "','VersionStages':['X','AWSCURRENT']}",
                        new PutSecretValueRequest("a").clientRequestToken(TOKEN).versionStages("X", "AWSCURRENT")),
                arguments(
                        "RemoveRegionsFromReplication",
                        "{'SecretId':'a','RemoveReplicaRegions':['eu-west-1','eu-west-2']}",
                        new RemoveRegionsFromReplicationRequest("a", List.of("eu-west-1", "eu-west-2"))),
                arguments(
                        "ReplicateSecretToRegions",
                        """
                        {"SecretId":"a","AddReplicaRegions":[{"Region":"eu-west-1","KmsKeyId":"k"}],\
                        "ForceOverwriteReplicaSecret":true}""",
                        new ReplicateSecretToRegionsRequest(
                                "a", List.of(new ReplicaRegionType("eu-west-1").kmsKeyId("k")), Optional.of(true))),
                arguments("RestoreSecret", "{'SecretId':'a'}", new RestoreSecretRequest("a")),
                arguments(
                        "RotateSecret",
                        """
                        {"SecretId":"a","ClientRequestToken":"%s","RotationLambdaARN":"postgres",\
                        "RotationRules":{"AutomaticallyAfterDays":30,"Duration":"3h",\
                        "ScheduleExpression":"rate(10 days)"},\
                        "ExternalSecretRotationMetadata":[{"Key":"k","Value":"v"}],\
                        "ExternalSecretRotationRoleArn":"arn:aws:iam::000000000000:role/r",\
                        "RotateImmediately":false}""".formatted(TOKEN),
                        new RotateSecretRequest(
                                "a",
                                Optional.of(TOKEN),
                                Optional.of("postgres"),
                                Optional.of(RotationRules.afterDays(30)
                                        .duration("3h")
                                        .scheduleExpression("rate(10 days)")),
                                Optional.of(List.of(new ExternalSecretRotationMetadataItem("k", "v"))),
                                Optional.of("arn:aws:iam::000000000000:role/r"),
                                Optional.of(false))),
                arguments("StopReplicationToReplica", "{'SecretId':'a'}", new StopReplicationToReplicaRequest("a")),
                arguments(
                        "TagResource",
                        "{'SecretId':'a','Tags':[{'Key':'k','Value':'v'}]}",
                        new TagResourceRequest("a", List.of(new Tag("k", "v")))),
                arguments(
                        "UntagResource",
                        "{'SecretId':'a','TagKeys':['k','l']}",
                        new UntagResourceRequest("a", List.of("k", "l"))),
                arguments(
                        "UpdateSecret",
                        """
                        {"SecretId":"a","ClientRequestToken":"%s","Description":"","KmsKeyId":"k","Type":"t"}""".formatted(TOKEN),
                        new UpdateSecretRequest("a")
                                .clientRequestToken(TOKEN)
                                .description("")
                                .kmsKeyId("k")
                                .type("t")),
                arguments(
                        "UpdateSecretVersionStage",
                        """
                        {"SecretId":"a","VersionStage":"AWSCURRENT","RemoveFromVersionId":"%s","MoveToVersionId":"%s"}""".formatted(TOKEN, OTHER_TOKEN),
                        new UpdateSecretVersionStageRequest("a", "AWSCURRENT")
                                .removeFromVersionId(TOKEN)
                                .moveToVersionId(OTHER_TOKEN)),
                arguments(
                        "ValidateResourcePolicy",
                        "{'SecretId':'a','ResourcePolicy':'{}'}",
                        new ValidateResourcePolicyRequest("{}").secretId("a")));
    }

    @ParameterizedTest
    @MethodSource("fullRequests")
    void handle_everyMemberGiven_reachesTheOperation(String operation, String json, Object request) {
        secrets.handle(operation, json.replace('\'', '"'));

        assertThat(secrets.requests()).containsExactly(request);
        assertThat(secrets.methods()).containsExactly(operation.substring(0, 1).toLowerCase() + operation.substring(1));
    }

    @ParameterizedTest
    @MethodSource("fullRequests")
    @org.junit.jupiter.api.Tag("WIRE-08")
    void handle_unknownMembersBeside_areIgnored(String operation, String json, Object request) {
        String unknown = "{\"Unknown\":[{\"SecretId\":null,\"x\":[1.5e300,{}]}],\"secretId\":7,";

        secrets.handle(operation, unknown + json.replace('\'', '"').substring(1));

        assertThat(secrets.requests()).containsExactly(request);
    }

    static Stream<Arguments> shortRequests() {
        return Stream.of(
                arguments("BatchGetSecretValue", "{}", new BatchGetSecretValueRequest()),
                arguments("CreateSecret", "{'Name':'a'}", new CreateSecretRequest("a")),
                arguments("DeleteSecret", "{'SecretId':'a'}", new DeleteSecretRequest("a")),
                arguments("GetRandomPassword", "{}", new GetRandomPasswordRequest()),
                arguments("GetSecretValue", "{'SecretId':'a'}", new GetSecretValueRequest("a")),
                arguments("ListSecretVersionIds", "{'SecretId':'a'}", new ListSecretVersionIdsRequest("a")),
                arguments("ListSecrets", "{}", new ListSecretsRequest()),
                arguments("ListSecrets", "", new ListSecretsRequest()),
                arguments("ListSecrets", " {\n} ", new ListSecretsRequest()),
                arguments(
                        "ListSecrets",
                        "{'MaxResults':null,'NextToken':null,'Filters':null,'SortBy':null,'SortOrder':null}",
                        new ListSecretsRequest()),
                arguments("ListSecrets", "{'Filters':[]}", new ListSecretsRequest().filters(List.of())),
                arguments(
                        "PutResourcePolicy",
                        "{'SecretId':'a','ResourcePolicy':'{}'}",
                        new PutResourcePolicyRequest("a", "{}")),
                arguments(
                        "UpdateSecretVersionStage",
                        "{'SecretId':'a','VersionStage':'X'}",
                        new UpdateSecretVersionStageRequest("a", "X")),
                arguments(
                        "ValidateResourcePolicy", "{'ResourcePolicy':'{}'}", new ValidateResourcePolicyRequest("{}")));
    }

    @ParameterizedTest
    @MethodSource("shortRequests")
    void handle_optionalMembersAbsentOrNull_areAbsent(String operation, String json, Object request) {
        secrets.handle(operation, json.replace('\'', '"'));

        assertThat(secrets.requests()).containsExactly(request);
    }

    @Test
    void handle_secretStringWithEscapes_isTakenAsTyped() {
        assertThat(lookAt(
                        "CreateSecret",
                        "{'Name':'a','ClientRequestToken':'%s','SecretString':'q\\\"\\u00e9\\n\\ud83d\\ude00é'}",
                        request -> ((CreateSecretRequest) request)
                                .secretString()
                                .orElseThrow()
                                .revealString()))
                .isEqualTo("q\"é\n😀é");
    }

    @Test
    @org.junit.jupiter.api.Tag("WIRE-04")
    void handle_secretBinary_isDecodedFromBase64() {
        assertThat(lookAt(
                        "UpdateSecret",
                        "{'SecretId':'a','ClientRequestToken':'%s','SecretBinary':'Zm9vdGVzdA=='}",
                        request -> ((UpdateSecretRequest) request)
                                .secretBinary()
                                .orElseThrow()
                                .reveal()))
                .isEqualTo("footest".getBytes());
    }

    @Test
    @org.junit.jupiter.api.Tag("PUT-21")
    void handle_rotationToken_isASecretValue() {
        assertThat(lookAt(
                        "PutSecretValue",
                        "{'SecretId':'a','ClientRequestToken':'%1$s','RotationToken':'%1$s'}",
                        request -> ((PutSecretValueRequest) request)
                                .rotationToken()
                                .orElseThrow()
                                .revealString()))
                .isEqualTo(TOKEN);
    }

    @Test
    void handle_afterTheCall_requestsSecretIsClosed() {
        secrets.handle(
                "CreateSecret", "{\"Name\":\"a\",\"ClientRequestToken\":\"" + TOKEN + "\",\"SecretString\":\"s\"}");

        SecretValue value =
                ((CreateSecretRequest) secrets.requests().get(0)).secretString().orElseThrow();
        assertThatThrownBy(value::reveal).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void operations_ofTheProtocol_areTheTwentyThreeOfTheService() {
        assertThat(new JsonProtocol().operations().keySet())
                .containsExactlyElementsOf(fullRequests()
                        .map(full -> (String) full.get()[0])
                        .sorted()
                        .toList())
                .hasSize(23);
    }

    @Test
    void operations_shapeOfARequest_namesMembersAndKinds() {
        Shape.Structure shape = new JsonProtocol().operations().get("ListSecrets");

        assertThat(shape.member("MaxResults")).contains(Shape.Scalar.INTEGER);
        assertThat(shape.member("SortOrder")).contains(new Shape.Choice(List.of("asc", "desc")));
        assertThat(shape.member("SecretId")).isEmpty();
    }

    private static Object lookAt(String operation, String json, Function<Object, Object> look) {
        List<Object> seen = new ArrayList<>();
        ScriptedSecretsManager.inspecting(look, seen)
                .handle(operation, json.formatted(TOKEN).replace('\'', '"'));
        assertThat(seen).hasSize(1);
        return seen.get(0);
    }
}
