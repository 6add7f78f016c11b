package dev.secrets.model;

/**
 * Asks to make a replica an independent secret.
 *
 * @param secretId name, ARN, or ARN without its six-character suffix; 1 to 2048 characters
 */
public record StopReplicationToReplicaRequest(String secretId) {
    /** @throws ValidationException if a member is outside its limits */
    public StopReplicationToReplicaRequest {
        new Violations().length("secretId", secretId, 1, 2048).check();
    }
}
