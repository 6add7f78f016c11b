package dev.secrets;

import dev.secrets.model.BatchGetSecretValueRequest;
import dev.secrets.model.BatchGetSecretValueResponse;
import dev.secrets.model.CancelRotateSecretRequest;
import dev.secrets.model.CancelRotateSecretResponse;
import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.CreateSecretResponse;
import dev.secrets.model.DeleteResourcePolicyRequest;
import dev.secrets.model.DeleteResourcePolicyResponse;
import dev.secrets.model.DeleteSecretRequest;
import dev.secrets.model.DeleteSecretResponse;
import dev.secrets.model.DescribeSecretRequest;
import dev.secrets.model.DescribeSecretResponse;
import dev.secrets.model.GetRandomPasswordRequest;
import dev.secrets.model.GetRandomPasswordResponse;
import dev.secrets.model.GetResourcePolicyRequest;
import dev.secrets.model.GetResourcePolicyResponse;
import dev.secrets.model.GetSecretValueRequest;
import dev.secrets.model.GetSecretValueResponse;
import dev.secrets.model.ListSecretVersionIdsRequest;
import dev.secrets.model.ListSecretVersionIdsResponse;
import dev.secrets.model.ListSecretsRequest;
import dev.secrets.model.ListSecretsResponse;
import dev.secrets.model.PutResourcePolicyRequest;
import dev.secrets.model.PutResourcePolicyResponse;
import dev.secrets.model.PutSecretValueRequest;
import dev.secrets.model.PutSecretValueResponse;
import dev.secrets.model.RemoveRegionsFromReplicationRequest;
import dev.secrets.model.RemoveRegionsFromReplicationResponse;
import dev.secrets.model.ReplicateSecretToRegionsRequest;
import dev.secrets.model.ReplicateSecretToRegionsResponse;
import dev.secrets.model.RestoreSecretRequest;
import dev.secrets.model.RestoreSecretResponse;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.RotateSecretResponse;
import dev.secrets.model.StopReplicationToReplicaRequest;
import dev.secrets.model.StopReplicationToReplicaResponse;
import dev.secrets.model.TagResourceRequest;
import dev.secrets.model.UntagResourceRequest;
import dev.secrets.model.UpdateSecretRequest;
import dev.secrets.model.UpdateSecretResponse;
import dev.secrets.model.UpdateSecretVersionStageRequest;
import dev.secrets.model.UpdateSecretVersionStageResponse;
import dev.secrets.model.ValidateResourcePolicyRequest;
import dev.secrets.model.ValidateResourcePolicyResponse;

/**
 * The 23 operations of AWS Secrets Manager, with the same names, members, errors and state machine. An operation that throws has
 * changed nothing, with three exceptions: an {@link dev.secrets.model.AuditIncompleteException}; an {@link
 * dev.secrets.model.InternalServiceErrorException} that says that the change was made, or that it is not known whether; and a
 * RotateSecret that is refused because of a rotation under way, which it may bring forward (section 13.5).
 *
 * <p>Every operation throws {@link dev.secrets.model.ResourceNotFoundException} for a secret that is not there,
 * {@link dev.secrets.model.AccessDeniedException} for what the caller may not do (the same for a missing secret and a forbidden
 * one), {@link dev.secrets.model.InvalidRequestException} for a secret that is scheduled for deletion where that matters, and
 * {@link dev.secrets.model.InternalServiceErrorException} when the store fails. Section numbers are those of the project's
 * reference on AWS Secrets Manager's behaviour.
 *
 * <p>Thread-safe.
 */
public interface SecretsManager {
    /** Returns the current values of several secrets; what stands in the way of one does not fail the others. (Section 4.3.) */
    BatchGetSecretValueResponse batchGetSecretValue(BatchGetSecretValueRequest request);

    /**
     * Turns rotation off and stops a rotation under way; staging labels stay as they are. Returns when its worker no longer goes by an
     * older word of the store, {@link RotationQueue#UNCANCELLED_FOR} after the change. (Section 13.6.)
     */
    CancelRotateSecretResponse cancelRotateSecret(CancelRotateSecretRequest request);

    /** Creates a secret, with a first value if one is given. Repeated with the same token and value it changes nothing. (Section 4.1.) */
    CreateSecretResponse createSecret(CreateSecretRequest request);

    /** Removes the resource policy; without one it changes nothing. (Section 4.15.) */
    DeleteResourcePolicyResponse deleteResourcePolicy(DeleteResourcePolicyRequest request);

    /** Schedules a secret for deletion, or deletes it at once when forced to. (Section 4.10.) */
    DeleteSecretResponse deleteSecret(DeleteSecretRequest request);

    /** Returns everything about a secret but its values. Not a read of the secret. (Section 4.8.) */
    DescribeSecretResponse describeSecret(DescribeSecretRequest request);

    /** Returns a random password; nothing is stored. (Section 10.) */
    GetRandomPasswordResponse getRandomPassword(GetRandomPasswordRequest request);

    /** Returns the resource policy as it was stored. (Section 4.14.) */
    GetResourcePolicyResponse getResourcePolicy(GetResourcePolicyRequest request);

    /** Returns the value of one version: of the current one unless the request names another. (Section 4.2.) */
    GetSecretValueResponse getSecretValue(GetSecretValueRequest request);

    /** Returns the versions of a secret, oldest first. (Section 4.7.) */
    ListSecretVersionIdsResponse listSecretVersionIds(ListSecretVersionIdsRequest request);

    /** Returns the secrets that match, a page at a time. (Section 4.9.) */
    ListSecretsResponse listSecrets(ListSecretsRequest request);

    /** Stores a resource policy in place of the one before. (Section 4.13.) */
    PutResourcePolicyResponse putResourcePolicy(PutResourcePolicyRequest request);

    /** Adds a version with a value, current unless labels are given. Repeated with the same token and value it changes nothing. (Section 4.4.) */
    PutSecretValueResponse putSecretValue(PutSecretValueRequest request);

    /** Deletes replicas. (Section 16.) */
    RemoveRegionsFromReplicationResponse removeRegionsFromReplication(RemoveRegionsFromReplicationRequest request);

    /** Copies a secret to more regions. (Section 16.) */
    ReplicateSecretToRegionsResponse replicateSecretToRegions(ReplicateSecretToRegionsRequest request);

    /** Cancels the deletion of a secret; an active one stays as it is. (Section 4.11.) */
    RestoreSecretResponse restoreSecret(RestoreSecretRequest request);

    /** Configures rotation and, unless told otherwise, starts one; returns before it is done. (Section 13.1.) */
    RotateSecretResponse rotateSecret(RotateSecretRequest request);

    /** Makes a replica an independent secret. (Section 16.) */
    StopReplicationToReplicaResponse stopReplicationToReplica(StopReplicationToReplicaRequest request);

    /** Adds tags, or changes the values of those that are there. (Section 11.) */
    void tagResource(TagResourceRequest request);

    /** Removes tags; unknown keys are ignored. (Section 11.) */
    void untagResource(UntagResourceRequest request);

    /** Changes description, key or type, and adds a current version if a value is given. (Section 4.5.) */
    UpdateSecretResponse updateSecret(UpdateSecretRequest request);

    /** Attaches, moves or detaches one staging label. (Section 4.6.) */
    UpdateSecretVersionStageResponse updateSecretVersionStage(UpdateSecretVersionStageRequest request);

    /** Returns what is wrong with a resource policy; nothing is stored. (Section 4.16.) */
    ValidateResourcePolicyResponse validateResourcePolicy(ValidateResourcePolicyRequest request);

    // The common ones, short

    /** Creates a secret with a text as its first value. */
    default CreateSecretResponse createSecret(String name, String secretString) {
        return createSecret(new CreateSecretRequest(name).secretString(secretString));
    }

    /** Returns the current value. */
    default GetSecretValueResponse getSecretValue(String secretId) {
        return getSecretValue(new GetSecretValueRequest(secretId));
    }

    /** Adds a current version with a text as its value. */
    default PutSecretValueResponse putSecretValue(String secretId, String secretString) {
        return putSecretValue(new PutSecretValueRequest(secretId).secretString(secretString));
    }

    /** Returns everything about a secret but its values. */
    default DescribeSecretResponse describeSecret(String secretId) {
        return describeSecret(new DescribeSecretRequest(secretId));
    }

    /** Returns the first page of all secrets. */
    default ListSecretsResponse listSecrets() {
        return listSecrets(new ListSecretsRequest());
    }

    /** Schedules a secret for deletion in 30 days. */
    default DeleteSecretResponse deleteSecret(String secretId) {
        return deleteSecret(new DeleteSecretRequest(secretId));
    }

    /** Cancels the deletion of a secret. */
    default RestoreSecretResponse restoreSecret(String secretId) {
        return restoreSecret(new RestoreSecretRequest(secretId));
    }

    /** Rotates a secret now, as it was configured. */
    default RotateSecretResponse rotateSecret(String secretId) {
        return rotateSecret(new RotateSecretRequest(secretId));
    }

    /** Returns a random password of 32 characters with at least one of each class. */
    default GetRandomPasswordResponse getRandomPassword() {
        return getRandomPassword(new GetRandomPasswordRequest());
    }
}
