package dev.secrets.model;

import java.util.Optional;

/**
 * The secret changed.
 *
 * @param arn the full ARN of the secret
 * @param name the name of the secret
 * @param versionId the id of the version made; absent if none was
 */
public record UpdateSecretResponse(String arn, String name, Optional<String> versionId) {}
