package dev.secrets.model;

/**
 * The secret whose labels were changed.
 *
 * @param arn the full ARN of the secret
 * @param name the name of the secret
 */
public record UpdateSecretVersionStageResponse(String arn, String name) {}
