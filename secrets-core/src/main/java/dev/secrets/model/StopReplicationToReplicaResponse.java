package dev.secrets.model;

/**
 * The secret that is independent now.
 *
 * @param arn its ARN
 */
public record StopReplicationToReplicaResponse(String arn) {}
