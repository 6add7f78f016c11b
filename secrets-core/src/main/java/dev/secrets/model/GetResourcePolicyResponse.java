package dev.secrets.model;

import java.util.Optional;

/**
 * The resource policy of a secret.
 *
 * @param arn the full ARN of the secret
 * @param name the name of the secret
 * @param resourcePolicy the policy as it was stored; absent if there is none
 */
public record GetResourcePolicyResponse(String arn, String name, Optional<String> resourcePolicy) {}
