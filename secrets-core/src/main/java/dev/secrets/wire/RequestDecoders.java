package dev.secrets.wire;

import static dev.secrets.wire.Members.required;

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
import dev.secrets.model.SortBy;
import dev.secrets.model.SortOrder;
import dev.secrets.model.StopReplicationToReplicaRequest;
import dev.secrets.model.Tag;
import dev.secrets.model.TagResourceRequest;
import dev.secrets.model.UntagResourceRequest;
import dev.secrets.model.UpdateSecretRequest;
import dev.secrets.model.UpdateSecretVersionStageRequest;
import dev.secrets.model.ValidateResourcePolicyRequest;

/** Makes the request records of the model from the members of a body, one method for each; the records check themselves. */
final class RequestDecoders {
    private RequestDecoders() {}

    static BatchGetSecretValueRequest batchGetSecretValue(Members in) {
        return new BatchGetSecretValueRequest(
                in.texts("SecretIdList"),
                in.structures("Filters", RequestDecoders::filter),
                in.integer("MaxResults"),
                in.text("NextToken"));
    }

    static CancelRotateSecretRequest cancelRotateSecret(Members in) {
        return new CancelRotateSecretRequest(required(in.text("SecretId")));
    }

    static CreateSecretRequest createSecret(Members in) {
        return new CreateSecretRequest(
                required(in.text("Name")),
                in.text("ClientRequestToken"),
                in.text("Description"),
                in.text("KmsKeyId"),
                in.secret("SecretBinary"),
                in.secret("SecretString"),
                in.structures("Tags", RequestDecoders::tag),
                in.structures("AddReplicaRegions", RequestDecoders::replicaRegion),
                in.flag("ForceOverwriteReplicaSecret"),
                in.text("Type"));
    }

    static DeleteResourcePolicyRequest deleteResourcePolicy(Members in) {
        return new DeleteResourcePolicyRequest(required(in.text("SecretId")));
    }

    static DeleteSecretRequest deleteSecret(Members in) {
        return new DeleteSecretRequest(
                required(in.text("SecretId")), in.whole("RecoveryWindowInDays"), in.flag("ForceDeleteWithoutRecovery"));
    }

    static DescribeSecretRequest describeSecret(Members in) {
        return new DescribeSecretRequest(required(in.text("SecretId")));
    }

    static GetRandomPasswordRequest getRandomPassword(Members in) {
        return new GetRandomPasswordRequest(
                in.whole("PasswordLength"),
                in.text("ExcludeCharacters"),
                in.flag("ExcludeNumbers"),
                in.flag("ExcludePunctuation"),
                in.flag("ExcludeUppercase"),
                in.flag("ExcludeLowercase"),
                in.flag("IncludeSpace"),
                in.flag("RequireEachIncludedType"));
    }

    static GetResourcePolicyRequest getResourcePolicy(Members in) {
        return new GetResourcePolicyRequest(required(in.text("SecretId")));
    }

    static GetSecretValueRequest getSecretValue(Members in) {
        return new GetSecretValueRequest(required(in.text("SecretId")), in.text("VersionId"), in.text("VersionStage"));
    }

    static ListSecretVersionIdsRequest listSecretVersionIds(Members in) {
        return new ListSecretVersionIdsRequest(
                required(in.text("SecretId")),
                in.integer("MaxResults"),
                in.text("NextToken"),
                in.flag("IncludeDeprecated"));
    }

    static ListSecretsRequest listSecrets(Members in) {
        return new ListSecretsRequest(
                in.flag("IncludePlannedDeletion"),
                in.integer("MaxResults"),
                in.text("NextToken"),
                in.structures("Filters", RequestDecoders::filter),
                in.choice("SortOrder", SortOrder.values(), SortOrder::wireName),
                in.choice("SortBy", SortBy.values(), SortBy::wireName));
    }

    static PutResourcePolicyRequest putResourcePolicy(Members in) {
        return new PutResourcePolicyRequest(
                required(in.text("SecretId")), required(in.text("ResourcePolicy")), in.flag("BlockPublicPolicy"));
    }

    static PutSecretValueRequest putSecretValue(Members in) {
        return new PutSecretValueRequest(
                required(in.text("SecretId")),
                in.text("ClientRequestToken"),
                in.secret("SecretBinary"),
                in.secret("SecretString"),
                in.texts("VersionStages"),
                in.secret("RotationToken"));
    }

    static RemoveRegionsFromReplicationRequest removeRegionsFromReplication(Members in) {
        return new RemoveRegionsFromReplicationRequest(
                required(in.text("SecretId")), required(in.texts("RemoveReplicaRegions")));
    }

    static ReplicateSecretToRegionsRequest replicateSecretToRegions(Members in) {
        return new ReplicateSecretToRegionsRequest(
                required(in.text("SecretId")),
                required(in.structures("AddReplicaRegions", RequestDecoders::replicaRegion)),
                in.flag("ForceOverwriteReplicaSecret"));
    }

    static RestoreSecretRequest restoreSecret(Members in) {
        return new RestoreSecretRequest(required(in.text("SecretId")));
    }

    static RotateSecretRequest rotateSecret(Members in) {
        return new RotateSecretRequest(
                required(in.text("SecretId")),
                in.text("ClientRequestToken"),
                in.text("RotationLambdaARN"),
                in.structure("RotationRules", RequestDecoders::rotationRules),
                in.structures("ExternalSecretRotationMetadata", RequestDecoders::rotationMetadata),
                in.text("ExternalSecretRotationRoleArn"),
                in.flag("RotateImmediately"));
    }

    static StopReplicationToReplicaRequest stopReplicationToReplica(Members in) {
        return new StopReplicationToReplicaRequest(required(in.text("SecretId")));
    }

    static TagResourceRequest tagResource(Members in) {
        return new TagResourceRequest(
                required(in.text("SecretId")), required(in.structures("Tags", RequestDecoders::tag)));
    }

    static UntagResourceRequest untagResource(Members in) {
        return new UntagResourceRequest(required(in.text("SecretId")), required(in.texts("TagKeys")));
    }

    static UpdateSecretRequest updateSecret(Members in) {
        return new UpdateSecretRequest(
                required(in.text("SecretId")),
                in.text("ClientRequestToken"),
                in.text("Description"),
                in.text("KmsKeyId"),
                in.secret("SecretBinary"),
                in.secret("SecretString"),
                in.text("Type"));
    }

    static UpdateSecretVersionStageRequest updateSecretVersionStage(Members in) {
        return new UpdateSecretVersionStageRequest(
                required(in.text("SecretId")),
                required(in.text("VersionStage")),
                in.text("RemoveFromVersionId"),
                in.text("MoveToVersionId"));
    }

    static ValidateResourcePolicyRequest validateResourcePolicy(Members in) {
        return new ValidateResourcePolicyRequest(in.text("SecretId"), required(in.text("ResourcePolicy")));
    }

    // What requests hold

    private static Filter filter(Members in) {
        return new Filter(
                required(in.choice("Key", FilterKey.values(), FilterKey::wireName)), required(in.texts("Values")));
    }

    private static Tag tag(Members in) {
        return new Tag(required(in.text("Key")), required(in.text("Value")));
    }

    private static ReplicaRegionType replicaRegion(Members in) {
        return new ReplicaRegionType(required(in.text("Region")), in.text("KmsKeyId"));
    }

    private static RotationRules rotationRules(Members in) {
        return new RotationRules(
                in.whole("AutomaticallyAfterDays"), in.text("Duration"), in.text("ScheduleExpression"));
    }

    private static ExternalSecretRotationMetadataItem rotationMetadata(Members in) {
        return new ExternalSecretRotationMetadataItem(required(in.text("Key")), required(in.text("Value")));
    }
}
