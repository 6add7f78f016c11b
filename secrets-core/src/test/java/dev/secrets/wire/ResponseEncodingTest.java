package dev.secrets.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.secrets.model.ApiErrorType;
import dev.secrets.model.BatchGetSecretValueResponse;
import dev.secrets.model.CancelRotateSecretResponse;
import dev.secrets.model.CreateSecretResponse;
import dev.secrets.model.DeleteResourcePolicyResponse;
import dev.secrets.model.DeleteSecretResponse;
import dev.secrets.model.DescribeSecretResponse;
import dev.secrets.model.ExternalSecretRotationMetadataItem;
import dev.secrets.model.GetRandomPasswordResponse;
import dev.secrets.model.GetResourcePolicyResponse;
import dev.secrets.model.GetSecretValueResponse;
import dev.secrets.model.ListSecretVersionIdsResponse;
import dev.secrets.model.ListSecretsResponse;
import dev.secrets.model.PutResourcePolicyResponse;
import dev.secrets.model.PutSecretValueResponse;
import dev.secrets.model.RemoveRegionsFromReplicationResponse;
import dev.secrets.model.ReplicateSecretToRegionsResponse;
import dev.secrets.model.ReplicationStatusType;
import dev.secrets.model.RestoreSecretResponse;
import dev.secrets.model.RotateSecretResponse;
import dev.secrets.model.RotationRules;
import dev.secrets.model.SecretListEntry;
import dev.secrets.model.SecretValue;
import dev.secrets.model.SecretVersionsListEntry;
import dev.secrets.model.StatusType;
import dev.secrets.model.StopReplicationToReplicaResponse;
import dev.secrets.model.UpdateSecretResponse;
import dev.secrets.model.UpdateSecretVersionStageResponse;
import dev.secrets.model.ValidateResourcePolicyResponse;
import dev.secrets.model.ValidationErrorsEntry;
import dev.secrets.model.ValueReader;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The exact bytes of every answer. */
final class ResponseEncodingTest {
    private static final String ARN = "arn:aws:secretsmanager:eu-west-1:000000000000:secret:a/b-tp4F2g";
    private static final String HEAD = "{'ARN':'" + ARN + "','Name':'a/b'";
    private static final String VERSION_ID = "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111";
    private static final Instant CREATED = Instant.ofEpochMilli(1523477145713L);
    private static final Instant WHOLE = Instant.ofEpochSecond(1523477140);
    private static final Instant DAY = Instant.ofEpochSecond(1523404800);

    private static final String FULL_REQUEST = """
            {"SecretId":"a","Name":"a","ClientRequestToken":"%1$s","VersionStage":"X","ResourcePolicy":"{}",\
            "RemoveReplicaRegions":["eu-west-1"],"AddReplicaRegions":[{"Region":"eu-west-1"}],\
            "Tags":[],"TagKeys":[]}""".formatted(VERSION_ID);

    static Stream<Arguments> responses() {
        return Stream.of(
                arguments(
                        "BatchGetSecretValue",
                        new BatchGetSecretValueResponse(
                                List.of(value(SecretValue.ofString("s"), List.of("AWSCURRENT"))),
                                Optional.of("t"),
                                List.of(new ApiErrorType("x", "ResourceNotFoundException", "m"))),
                        "{'SecretValues':[" + HEAD + ",'VersionId':'" + VERSION_ID
                                + "','SecretString':'s','VersionStages':['AWSCURRENT'],'CreatedDate':1523477145.713}],"
                                + "'NextToken':'t',"
                                + "'Errors':[{'SecretId':'x','ErrorCode':'ResourceNotFoundException','Message':'m'}]}"),
                arguments(
                        "BatchGetSecretValue",
                        new BatchGetSecretValueResponse(List.of(), Optional.empty(), List.of()),
                        "{'SecretValues':[],'Errors':[]}"),
                arguments(
                        "CancelRotateSecret",
                        new CancelRotateSecretResponse(ARN, "a/b", Optional.of(VERSION_ID)),
                        HEAD + ",'VersionId':'" + VERSION_ID + "'}"),
                arguments(
                        "CancelRotateSecret", new CancelRotateSecretResponse(ARN, "a/b", Optional.empty()), HEAD + "}"),
                arguments(
                        "CreateSecret",
                        new CreateSecretResponse(
                                ARN, "a/b", Optional.of(VERSION_ID), Optional.of(List.of(fullReplica(), replica()))),
                        HEAD + ",'VersionId':'" + VERSION_ID + "'," + REPLICAS + "}"),
                arguments(
                        "CreateSecret",
                        new CreateSecretResponse(ARN, "a/b", Optional.empty(), Optional.empty()),
                        HEAD + "}"),
                arguments("DeleteResourcePolicy", new DeleteResourcePolicyResponse(ARN, "a/b"), HEAD + "}"),
                arguments(
                        "DeleteSecret",
                        new DeleteSecretResponse(ARN, "a/b", CREATED),
                        HEAD + ",'DeletionDate':1523477145.713}"),
                arguments(
                        "DescribeSecret",
                        fullDescription(),
                        HEAD + DESCRIPTION.formatted("VersionIdsToStages") + "," + REPLICAS + "}"),
                arguments(
                        "DescribeSecret",
                        emptyDescription(),
                        HEAD + ",'LastChangedDate':1523477140,'CreatedDate':1523477145.713}"),
                arguments(
                        "GetRandomPassword",
                        new GetRandomPasswordResponse(SecretValue.ofString("a\"\\/é")),
                        "{'RandomPassword':'a\\\"\\\\/é'}"),
                arguments(
                        "GetResourcePolicy",
                        new GetResourcePolicyResponse(ARN, "a/b", Optional.of("{\"a\":1}")),
                        HEAD + ",'ResourcePolicy':'{\\\"a\\\":1}'}"),
                arguments("GetResourcePolicy", new GetResourcePolicyResponse(ARN, "a/b", Optional.empty()), HEAD + "}"),
                arguments(
                        "GetSecretValue",
                        value(SecretValue.ofString("😀\n"), List.of("AWSCURRENT", "X")),
                        HEAD + ",'VersionId':'" + VERSION_ID
                                + "','SecretString':'😀\\n','VersionStages':['AWSCURRENT','X'],"
                                + "'CreatedDate':1523477145.713}"),
                arguments(
                        "GetSecretValue",
                        value(SecretValue.copyOf("footest".getBytes()), List.of()),
                        HEAD + ",'VersionId':'" + VERSION_ID
                                + "','SecretBinary':'Zm9vdGVzdA==','CreatedDate':1523477145.713}"),
                arguments(
                        "ListSecretVersionIds",
                        new ListSecretVersionIdsResponse(
                                List.of(
                                        new SecretVersionsListEntry(
                                                VERSION_ID,
                                                Optional.of(List.of("AWSCURRENT")),
                                                Optional.of(DAY),
                                                CREATED,
                                                List.of("DefaultEncryptionKey")),
                                        new SecretVersionsListEntry(
                                                "v", Optional.empty(), Optional.empty(), WHOLE, List.of("k"))),
                                Optional.of("t"),
                                ARN,
                                "a/b"),
                        "{'Versions':[{'VersionId':'" + VERSION_ID
                                + "','VersionStages':['AWSCURRENT'],'LastAccessedDate':1523404800,"
                                + "'CreatedDate':1523477145.713,'KmsKeyIds':['DefaultEncryptionKey']},"
                                + "{'VersionId':'v','CreatedDate':1523477140,'KmsKeyIds':['k']}],"
                                + "'NextToken':'t'," + HEAD.substring(1) + "}"),
                arguments(
                        "ListSecretVersionIds",
                        new ListSecretVersionIdsResponse(List.of(), Optional.empty(), ARN, "a/b"),
                        "{'Versions':[]," + HEAD.substring(1) + "}"),
                arguments(
                        "ListSecrets",
                        new ListSecretsResponse(
                                List.of(SecretListEntry.of(fullDescription()), SecretListEntry.of(emptyDescription())),
                                Optional.of("t")),
                        "{'SecretList':[" + HEAD + DESCRIPTION.formatted("SecretVersionsToStages") + "}," + HEAD
                                + ",'LastChangedDate':1523477140,'CreatedDate':1523477145.713}],'NextToken':'t'}"),
                arguments("ListSecrets", new ListSecretsResponse(List.of(), Optional.empty()), "{'SecretList':[]}"),
                arguments("PutResourcePolicy", new PutResourcePolicyResponse(ARN, "a/b"), HEAD + "}"),
                arguments(
                        "PutSecretValue",
                        new PutSecretValueResponse(ARN, "a/b", VERSION_ID, List.of("AWSCURRENT")),
                        HEAD + ",'VersionId':'" + VERSION_ID + "','VersionStages':['AWSCURRENT']}"),
                arguments(
                        "PutSecretValue",
                        new PutSecretValueResponse(ARN, "a/b", VERSION_ID, List.of()),
                        HEAD + ",'VersionId':'" + VERSION_ID + "'}"),
                arguments(
                        "RemoveRegionsFromReplication",
                        new RemoveRegionsFromReplicationResponse(ARN, List.of()),
                        "{'ARN':'" + ARN + "','ReplicationStatus':[]}"),
                arguments(
                        "ReplicateSecretToRegions",
                        new ReplicateSecretToRegionsResponse(ARN, List.of(fullReplica(), replica())),
                        "{'ARN':'" + ARN + "'," + REPLICAS + "}"),
                arguments("RestoreSecret", new RestoreSecretResponse(ARN, "a/b"), HEAD + "}"),
                arguments(
                        "RotateSecret",
                        new RotateSecretResponse(ARN, "a/b", Optional.of(VERSION_ID)),
                        HEAD + ",'VersionId':'" + VERSION_ID + "'}"),
                arguments(
                        "StopReplicationToReplica", new StopReplicationToReplicaResponse(ARN), "{'ARN':'" + ARN + "'}"),
                arguments(
                        "UpdateSecret",
                        new UpdateSecretResponse(ARN, "a/b", Optional.of(VERSION_ID)),
                        HEAD + ",'VersionId':'" + VERSION_ID + "'}"),
                arguments("UpdateSecret", new UpdateSecretResponse(ARN, "a/b", Optional.empty()), HEAD + "}"),
                arguments("UpdateSecretVersionStage", new UpdateSecretVersionStageResponse(ARN, "a/b"), HEAD + "}"),
                arguments(
                        "ValidateResourcePolicy",
                        new ValidateResourcePolicyResponse(false, List.of(new ValidationErrorsEntry("C", "e"))),
                        "{'PolicyValidationPassed':false,'ValidationErrors':[{'CheckName':'C','ErrorMessage':'e'}]}"),
                arguments(
                        "ValidateResourcePolicy",
                        new ValidateResourcePolicyResponse(true, List.of()),
                        "{'PolicyValidationPassed':true,'ValidationErrors':[]}"));
    }

    @ParameterizedTest
    @MethodSource("responses")
    @Tag("WIRE-07")
    void handle_answerOfAnOperation_isWrittenExactly(String operation, Object response, String json) {
        WireResponse answer = ScriptedSecretsManager.answering(response).handle(operation, FULL_REQUEST);

        assertThat(ScriptedSecretsManager.text(answer)).isEqualTo(json.replace('\'', '"'));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.errorType()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"TagResource", "UntagResource"})
    @Tag("WIRE-10")
    void handle_operationWithoutAnswer_answersAnEmptyObject(String operation) {
        WireResponse answer = ScriptedSecretsManager.answering("nothing").handle(operation, FULL_REQUEST);

        assertThat(ScriptedSecretsManager.text(answer)).isEqualTo("{}");
        assertThat(answer.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "1523477145713, 1523477145.713",
        "1523477145710, 1523477145.71",
        "1523477145000, 1523477145",
        "1523477140000, 1523477140",
        "1000000000000, 1000000000",
        "1, 0.001",
        "0, 0",
        "-1500, -1.5",
    })
    @Tag("WIRE-05")
    void handle_time_isDecimalSecondsWithoutExponent(long millis, String seconds) {
        Object response = new DeleteSecretResponse(
                ARN, "a/b", Instant.ofEpochMilli(millis).plusNanos(999_999));

        assertThat(ScriptedSecretsManager.answering(response).answer("DeleteSecret", FULL_REQUEST))
                .endsWith(",\"DeletionDate\":" + seconds + "}");
    }

    @Test
    @Tag("WIRE-06")
    void handle_lastAccessedDate_isAWholeNumber() {
        assertThat(ScriptedSecretsManager.answering(fullDescription()).answer("DescribeSecret", FULL_REQUEST))
                .contains("\"LastAccessedDate\":1523404800,");
    }

    @Test
    void body_changedByTheCaller_staysAsItWas() {
        WireResponse answer = ScriptedSecretsManager.answering(new RestoreSecretResponse(ARN, "a/b"))
                .handle("RestoreSecret", FULL_REQUEST);
        answer.body()[0] = 'X';

        assertThat(answer.body()).startsWith('{');
    }

    private static final String REPLICAS =
            "'ReplicationStatus':[{'Region':'eu-west-2','KmsKeyId':'k','Status':'Failed','StatusMessage':'m',"
                    + "'LastAccessedDate':1523404800},{'Region':'eu-west-3','Status':'InSync'}]";

    private static final String DESCRIPTION = ",'Type':'ty','Description':'d','KmsKeyId':'k','RotationEnabled':true,"
            + "'RotationLambdaARN':'l','RotationRules':{'AutomaticallyAfterDays':30,'Duration':'3h',"
            + "'ScheduleExpression':'rate(30 days)'},"
            + "'ExternalSecretRotationMetadata':[{'Key':'ek','Value':'ev'}],'ExternalSecretRotationRoleArn':'er',"
            + "'LastRotatedDate':1523477145.713,'LastChangedDate':1523477140,'LastAccessedDate':1523404800,"
            + "'DeletedDate':1523477140,'NextRotationDate':1523477145.713,'Tags':[{'Key':'tk','Value':''}],"
            + "'%s':{'v2':['AWSCURRENT','X'],'v1':['AWSPREVIOUS']},'OwningService':'os',"
            + "'CreatedDate':1523477145.713,'PrimaryRegion':'eu-west-1'";

    private static DescribeSecretResponse fullDescription() {
        Map<String, List<String>> stages = new LinkedHashMap<>();
        stages.put("v2", List.of("AWSCURRENT", "X"));
        stages.put("v1", List.of("AWSPREVIOUS"));
        return new DescribeSecretResponse(
                ARN,
                "a/b",
                Optional.of("ty"),
                Optional.of("d"),
                Optional.of("k"),
                Optional.of(true),
                Optional.of("l"),
                Optional.of(RotationRules.afterDays(30).duration("3h").scheduleExpression("rate(30 days)")),
                Optional.of(List.of(new ExternalSecretRotationMetadataItem("ek", "ev"))),
                Optional.of("er"),
                Optional.of(CREATED),
                WHOLE,
                Optional.of(DAY),
                Optional.of(WHOLE),
                Optional.of(CREATED),
                Optional.of(List.of(new dev.secrets.model.Tag("tk", ""))),
                Optional.of(stages),
                Optional.of("os"),
                CREATED,
                Optional.of("eu-west-1"),
                Optional.of(List.of(fullReplica(), replica())));
    }

    private static DescribeSecretResponse emptyDescription() {
        return new DescribeSecretResponse(
                ARN,
                "a/b",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                WHOLE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                CREATED,
                Optional.empty(),
                Optional.empty());
    }

    private static ReplicationStatusType fullReplica() {
        return new ReplicationStatusType(
                "eu-west-2", Optional.of("k"), StatusType.FAILED, Optional.of("m"), Optional.of(DAY));
    }

    private static ReplicationStatusType replica() {
        return new ReplicationStatusType(
                "eu-west-3", Optional.empty(), StatusType.IN_SYNC, Optional.empty(), Optional.empty());
    }

    private static GetSecretValueResponse value(SecretValue value, List<String> stages) {
        return new GetSecretValueResponse(ARN, "a/b", VERSION_ID, value, stages, CREATED, new NoReader());
    }

    private static final class NoReader implements ValueReader {
        @Override
        public <T> T read(SecretValue value, Class<T> type) {
            throw new IllegalArgumentException(type.getName());
        }
    }
}
