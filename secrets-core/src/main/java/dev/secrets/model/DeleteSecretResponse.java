package dev.secrets.model;

import java.time.Instant;

/**
 * The secret that is or will be deleted.
 *
 * @param arn the full ARN of the secret
 * @param name the name of the secret
 * @param deletionDate when the secret is gone for good
 */
public record DeleteSecretResponse(String arn, String name, Instant deletionDate) {}
