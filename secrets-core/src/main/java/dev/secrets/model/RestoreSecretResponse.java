package dev.secrets.model;

/**
 * The secret that is active again.
 *
 * @param arn the full ARN of the secret
 * @param name the name of the secret
 */
public record RestoreSecretResponse(String arn, String name) {}
