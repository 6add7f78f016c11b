package dev.secrets.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything about a secret but its values.
 *
 * @param arn the full ARN of the secret
 * @param name the name of the secret
 * @param type the kind of a managed external secret
 * @param description the description
 * @param kmsKeyId the key, unless it is the default one
 * @param rotationEnabled whether rotation is on; absent if it was never configured
 * @param rotationLambdaArn the rotator
 * @param rotationRules when to rotate
 * @param externalSecretRotationMetadata what the rotation of a managed external secret needs to know
 * @param externalSecretRotationRoleArn the role that rotates a managed external secret
 * @param lastRotatedDate the last successful rotation
 * @param lastChangedDate the last change of any kind
 * @param lastAccessedDate the day of the last read, as its first instant in UTC
 * @param deletedDate the end of the recovery window of a secret scheduled for deletion
 * @param nextRotationDate the latest moment of the next rotation
 * @param tags the tags; absent if there never were any
 * @param versionIdsToStages for each version that has any, its staging labels
 * @param owningService the service that manages the secret
 * @param createdDate when the secret was created
 * @param primaryRegion the region of the primary, of a replicated secret
 * @param replicationStatus the state of each replica, of a replicated secret
 */
public record DescribeSecretResponse(
        String arn,
        String name,
        Optional<String> type,
        Optional<String> description,
        Optional<String> kmsKeyId,
        Optional<Boolean> rotationEnabled,
        Optional<String> rotationLambdaArn,
        Optional<RotationRules> rotationRules,
        Optional<List<ExternalSecretRotationMetadataItem>> externalSecretRotationMetadata,
        Optional<String> externalSecretRotationRoleArn,
        Optional<Instant> lastRotatedDate,
        Instant lastChangedDate,
        Optional<Instant> lastAccessedDate,
        Optional<Instant> deletedDate,
        Optional<Instant> nextRotationDate,
        Optional<List<Tag>> tags,
        Optional<Map<String, List<String>>> versionIdsToStages,
        Optional<String> owningService,
        Instant createdDate,
        Optional<String> primaryRegion,
        Optional<List<ReplicationStatusType>> replicationStatus) {
    /** Copies the collections. */
    public DescribeSecretResponse {
        externalSecretRotationMetadata = Copies.of(externalSecretRotationMetadata);
        tags = Copies.of(tags);
        versionIdsToStages = Copies.ofStages(versionIdsToStages);
        replicationStatus = Copies.of(replicationStatus);
    }
}
