package dev.secrets.model;

import java.util.Optional;

/**
 * The secret whose rotation is off.
 *
 * @param arn the full ARN of the secret
 * @param name the name of the secret
 * @param versionId the version of the rotation that was under way; absent if none was
 */
public record CancelRotateSecretResponse(String arn, String name, Optional<String> versionId) {}
