package dev.secrets.model;

import java.util.Optional;

/**
 * The secret whose rotation is configured.
 *
 * @param arn the full ARN of the secret
 * @param name the name of the secret
 * @param versionId the version that the rotation makes
 */
public record RotateSecretResponse(String arn, String name, Optional<String> versionId) {}
