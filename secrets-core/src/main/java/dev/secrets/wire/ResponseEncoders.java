package dev.secrets.wire;

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
import dev.secrets.model.StopReplicationToReplicaResponse;
import dev.secrets.model.Tag;
import dev.secrets.model.UpdateSecretResponse;
import dev.secrets.model.UpdateSecretVersionStageResponse;
import dev.secrets.model.ValidateResourcePolicyResponse;
import dev.secrets.model.ValidationErrorsEntry;
import java.util.List;
import java.util.Optional;

/**
 * Writes the response records of the model as the members of a body, one method for each, with the names and in the order of the
 * service's model. Lists of an answer that may be empty are written as such: SecretList, Versions, SecretValues, Errors (our
 * choice, section 20 of the reference), ValidationErrors, ReplicationStatus of the replication operations. Staging labels that a
 * version does not have are left out.
 */
final class ResponseEncoders {
    private ResponseEncoders() {}

    static void batchGetSecretValue(MemberWriter out, BatchGetSecretValueResponse response) {
        out.structures("SecretValues", response.secretValues(), ResponseEncoders::getSecretValue)
                .text("NextToken", response.nextToken())
                .structures("Errors", response.errors(), ResponseEncoders::apiError);
    }

    static void cancelRotateSecret(MemberWriter out, CancelRotateSecretResponse response) {
        out.text("ARN", response.arn()).text("Name", response.name()).text("VersionId", response.versionId());
    }

    static void createSecret(MemberWriter out, CreateSecretResponse response) {
        out.text("ARN", response.arn())
                .text("Name", response.name())
                .text("VersionId", response.versionId())
                .structures("ReplicationStatus", response.replicationStatus(), ResponseEncoders::replicationStatus);
    }

    static void deleteResourcePolicy(MemberWriter out, DeleteResourcePolicyResponse response) {
        out.text("ARN", response.arn()).text("Name", response.name());
    }

    static void deleteSecret(MemberWriter out, DeleteSecretResponse response) {
        out.text("ARN", response.arn()).text("Name", response.name()).time("DeletionDate", response.deletionDate());
    }

    /** Writes the members that a list's entry has too as one, and those of this response alone. */
    static void describeSecret(MemberWriter out, DescribeSecretResponse response) {
        describe(out, SecretListEntry.of(response), "VersionIdsToStages");
        out.structures("ReplicationStatus", response.replicationStatus(), ResponseEncoders::replicationStatus);
    }

    static void getRandomPassword(MemberWriter out, GetRandomPasswordResponse response) {
        out.secret("RandomPassword", response.randomPassword());
    }

    static void getResourcePolicy(MemberWriter out, GetResourcePolicyResponse response) {
        out.text("ARN", response.arn()).text("Name", response.name()).text("ResourcePolicy", response.resourcePolicy());
    }

    static void getSecretValue(MemberWriter out, GetSecretValueResponse response) {
        SecretValue value = response.secretValue();
        out.text("ARN", response.arn())
                .text("Name", response.name())
                .text("VersionId", response.versionId())
                .secret(value.kind() == SecretValue.Kind.STRING ? "SecretString" : "SecretBinary", value)
                .texts("VersionStages", unlessEmpty(response.versionStages()))
                .time("CreatedDate", response.createdDate());
    }

    static void listSecretVersionIds(MemberWriter out, ListSecretVersionIdsResponse response) {
        out.structures("Versions", response.versions(), ResponseEncoders::version)
                .text("NextToken", response.nextToken())
                .text("ARN", response.arn())
                .text("Name", response.name());
    }

    static void listSecrets(MemberWriter out, ListSecretsResponse response) {
        out.structures("SecretList", response.secretList(), ResponseEncoders::secret)
                .text("NextToken", response.nextToken());
    }

    static void putResourcePolicy(MemberWriter out, PutResourcePolicyResponse response) {
        out.text("ARN", response.arn()).text("Name", response.name());
    }

    static void putSecretValue(MemberWriter out, PutSecretValueResponse response) {
        out.text("ARN", response.arn())
                .text("Name", response.name())
                .text("VersionId", response.versionId())
                .texts("VersionStages", unlessEmpty(response.versionStages()));
    }

    static void removeRegionsFromReplication(MemberWriter out, RemoveRegionsFromReplicationResponse response) {
        out.text("ARN", response.arn())
                .structures("ReplicationStatus", response.replicationStatus(), ResponseEncoders::replicationStatus);
    }

    static void replicateSecretToRegions(MemberWriter out, ReplicateSecretToRegionsResponse response) {
        out.text("ARN", response.arn())
                .structures("ReplicationStatus", response.replicationStatus(), ResponseEncoders::replicationStatus);
    }

    static void restoreSecret(MemberWriter out, RestoreSecretResponse response) {
        out.text("ARN", response.arn()).text("Name", response.name());
    }

    static void rotateSecret(MemberWriter out, RotateSecretResponse response) {
        out.text("ARN", response.arn()).text("Name", response.name()).text("VersionId", response.versionId());
    }

    static void stopReplicationToReplica(MemberWriter out, StopReplicationToReplicaResponse response) {
        out.text("ARN", response.arn());
    }

    static void updateSecret(MemberWriter out, UpdateSecretResponse response) {
        out.text("ARN", response.arn()).text("Name", response.name()).text("VersionId", response.versionId());
    }

    static void updateSecretVersionStage(MemberWriter out, UpdateSecretVersionStageResponse response) {
        out.text("ARN", response.arn()).text("Name", response.name());
    }

    static void validateResourcePolicy(MemberWriter out, ValidateResourcePolicyResponse response) {
        out.flag("PolicyValidationPassed", response.policyValidationPassed())
                .structures("ValidationErrors", response.validationErrors(), ResponseEncoders::validationError);
    }

    // What responses hold

    private static void secret(MemberWriter out, SecretListEntry entry) {
        describe(out, entry, "SecretVersionsToStages");
    }

    private static void describe(MemberWriter out, SecretListEntry entry, String stagesName) {
        out.text("ARN", entry.arn())
                .text("Name", entry.name())
                .text("Type", entry.type())
                .text("Description", entry.description())
                .text("KmsKeyId", entry.kmsKeyId());
        describeRotation(out, entry);
        out.time("LastRotatedDate", entry.lastRotatedDate())
                .time("LastChangedDate", entry.lastChangedDate())
                .time("LastAccessedDate", entry.lastAccessedDate())
                .time("DeletedDate", entry.deletedDate())
                .time("NextRotationDate", entry.nextRotationDate())
                .structures("Tags", entry.tags(), ResponseEncoders::tag)
                .textsByKey(stagesName, entry.secretVersionsToStages())
                .text("OwningService", entry.owningService())
                .time("CreatedDate", entry.createdDate())
                .text("PrimaryRegion", entry.primaryRegion());
    }

    private static void describeRotation(MemberWriter out, SecretListEntry entry) {
        out.flag("RotationEnabled", entry.rotationEnabled())
                .text("RotationLambdaARN", entry.rotationLambdaArn())
                .structure("RotationRules", entry.rotationRules(), ResponseEncoders::rotationRules)
                .structures(
                        "ExternalSecretRotationMetadata",
                        entry.externalSecretRotationMetadata(),
                        ResponseEncoders::rotationMetadata)
                .text("ExternalSecretRotationRoleArn", entry.externalSecretRotationRoleArn());
    }

    private static void rotationRules(MemberWriter out, RotationRules rules) {
        out.whole("AutomaticallyAfterDays", rules.automaticallyAfterDays())
                .text("Duration", rules.duration())
                .text("ScheduleExpression", rules.scheduleExpression());
    }

    private static void rotationMetadata(MemberWriter out, ExternalSecretRotationMetadataItem item) {
        out.text("Key", item.key()).text("Value", item.value());
    }

    private static void tag(MemberWriter out, Tag tag) {
        out.text("Key", tag.key()).text("Value", tag.value());
    }

    private static void version(MemberWriter out, SecretVersionsListEntry version) {
        out.text("VersionId", version.versionId())
                .texts("VersionStages", version.versionStages())
                .time("LastAccessedDate", version.lastAccessedDate())
                .time("CreatedDate", version.createdDate())
                .texts("KmsKeyIds", version.kmsKeyIds());
    }

    private static void replicationStatus(MemberWriter out, ReplicationStatusType replica) {
        out.text("Region", replica.region())
                .text("KmsKeyId", replica.kmsKeyId())
                .text("Status", replica.status().wireName())
                .text("StatusMessage", replica.statusMessage())
                .time("LastAccessedDate", replica.lastAccessedDate());
    }

    private static void apiError(MemberWriter out, ApiErrorType error) {
        out.text("SecretId", error.secretId())
                .text("ErrorCode", error.errorCode())
                .text("Message", error.message());
    }

    private static void validationError(MemberWriter out, ValidationErrorsEntry error) {
        out.text("CheckName", error.checkName()).text("ErrorMessage", error.errorMessage());
    }

    private static Optional<List<String>> unlessEmpty(List<String> labels) {
        return Optional.of(labels).filter(present -> !present.isEmpty());
    }
}
