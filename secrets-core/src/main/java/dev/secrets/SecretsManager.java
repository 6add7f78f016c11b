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
 * {@link dev.secrets.model.InternalServiceErrorException} when the store fails. What is asked for wrongly is an
 * {@link dev.secrets.model.InvalidParameterException} or a {@link dev.secrets.model.ValidationException}. Limits stand with the
 * members of the request records. Section numbers are those of {@code secrets-core/src/docs/aws-secrets-manager.md}.
 *
 * <p>A secret is named by its name, its ARN, or its ARN without the last seven characters. Thread-safe.
 */
public interface SecretsManager {
    /**
     * Returns the current values of up to 20 secrets, named or found by filters; what stands in the way of one is in the answer's
     * errors and does not fail the others. (Section 4.3.)
     */
    BatchGetSecretValueResponse batchGetSecretValue(BatchGetSecretValueRequest request);

    /**
     * Turns rotation off and stops a rotation under way; staging labels stay as they are. Returns when its worker no longer goes by an
     * older word of the store, {@link RotationQueue#UNCANCELLED_FOR} after the change. (Section 13.6.)
     */
    CancelRotateSecretResponse cancelRotateSecret(CancelRotateSecretRequest request);

    /**
     * Creates a secret, with a first value if one is given. Repeated with the same token and value it changes nothing. (Section 4.1.)
     *
     * @throws dev.secrets.model.ResourceExistsException if there is one of this name, or the token made another version
     * @throws dev.secrets.model.InvalidRequestException if the secret of this name is scheduled for deletion
     */
    CreateSecretResponse createSecret(CreateSecretRequest request);

    /** Removes the resource policy; without one it changes nothing. (Section 4.15.) */
    DeleteResourcePolicyResponse deleteResourcePolicy(DeleteResourcePolicyRequest request);

    /**
     * Schedules a secret for deletion after a recovery window of 7 to 30 days, 30 unless the request says otherwise, or deletes it at
     * once when forced to. Until the window is over {@link #restoreSecret} undoes it and its values can't be read. (Section 4.10.)
     *
     * @throws dev.secrets.model.InvalidParameterException if both are asked for, the window is out of range, or the secret has replicas
     */
    DeleteSecretResponse deleteSecret(DeleteSecretRequest request);

    /** Returns everything about a secret but its values. Not a read of the secret. (Section 4.8.) */
    DescribeSecretResponse describeSecret(DescribeSecretRequest request);

    /** Returns a random password; nothing is stored. (Section 10.) */
    GetRandomPasswordResponse getRandomPassword(GetRandomPasswordRequest request);

    /** Returns the resource policy as it was stored. (Section 4.14.) */
    GetResourcePolicyResponse getResourcePolicy(GetResourcePolicyRequest request);

    /**
     * Returns the value of one version: of the current one unless the request names another by its id, a staging label, or both. The
     * caller closes the value, which overwrites it. (Section 4.2.)
     *
     * @throws dev.secrets.model.ResourceNotFoundException if there is no such version, or it has no value yet
     * @throws dev.secrets.model.InvalidRequestException if the secret is scheduled for deletion, or the label is on another version
     * @throws dev.secrets.model.DecryptionFailureException if the key can't be used, or the sealed value was changed
     */
    GetSecretValueResponse getSecretValue(GetSecretValueRequest request);

    /** Returns the versions of a secret, oldest first. (Section 4.7.) */
    ListSecretVersionIdsResponse listSecretVersionIds(ListSecretVersionIdsRequest request);

    /**
     * Returns the secrets that match, a page of up to 100 at a time; a page may have fewer and still be followed by another, which its
     * {@code nextToken} asks for. (Section 4.9.)
     *
     * @throws dev.secrets.model.InvalidNextTokenException if the token is none, or is of another query
     */
    ListSecretsResponse listSecrets(ListSecretsRequest request);

    /**
     * Stores a resource policy of up to 20,480 characters in place of the one before. (Section 4.13.)
     *
     * @throws dev.secrets.model.MalformedPolicyDocumentException if it is no policy of a resource, or the caller could not replace it
     * @throws dev.secrets.model.PublicPolicyException if it would let in everybody and the request refuses that
     */
    PutResourcePolicyResponse putResourcePolicy(PutResourcePolicyRequest request);

    /**
     * Adds a version with a value of up to 65,536 bytes, current unless labels are given. Repeated with the same token and value it
     * changes nothing. Versions without a label are removed once there are more than 100, oldest first. (Section 4.4.)
     *
     * @throws dev.secrets.model.ResourceExistsException if the token is that of a version with another value
     * @throws dev.secrets.model.LimitExceededException if no version can be removed to make room
     */
    PutSecretValueResponse putSecretValue(PutSecretValueRequest request);

    /** Deletes replicas. (Section 16.) */
    RemoveRegionsFromReplicationResponse removeRegionsFromReplication(RemoveRegionsFromReplicationRequest request);

    /** Copies a secret to more regions. (Section 16.) */
    ReplicateSecretToRegionsResponse replicateSecretToRegions(ReplicateSecretToRegionsRequest request);

    /** Cancels the deletion of a secret; an active one stays as it is. (Section 4.11.) */
    RestoreSecretResponse restoreSecret(RestoreSecretRequest request);

    /**
     * Configures rotation and starts one, or tests the rotator if {@code rotateImmediately} is false; returns before it is done.
     * (Section 13.1.)
     *
     * @throws dev.secrets.model.InvalidRequestException if no rotator is named, or a rotation is under way
     */
    RotateSecretResponse rotateSecret(RotateSecretRequest request);

    /** Makes a replica an independent secret. (Section 16.) */
    StopReplicationToReplicaResponse stopReplicationToReplica(StopReplicationToReplicaRequest request);

    /** Adds tags, or changes the values of those that are there. (Section 11.) */
    void tagResource(TagResourceRequest request);

    /** Removes tags; unknown keys are ignored. (Section 11.) */
    void untagResource(UntagResourceRequest request);

    /**
     * Changes description, key or type, and adds a current version if a value is given. Another key is
     * that of new versions, and of the current, pending and previous one, which are sealed anew. (Section 4.5.)
     *
     * @throws dev.secrets.model.ResourceExistsException if the token is that of a version with another value
     */
    UpdateSecretResponse updateSecret(UpdateSecretRequest request);

    /**
     * Attaches, moves or detaches one staging label. Moving AWSCURRENT moves AWSPREVIOUS to the version that had it. (Section 4.6.)
     *
     * @throws dev.secrets.model.InvalidParameterException if the label is on another version than the request says
     */
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
