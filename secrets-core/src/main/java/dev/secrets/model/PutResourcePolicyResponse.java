package dev.secrets.model;

/**
 * The secret that has the policy now.
 *
 * @param arn the full ARN of the secret
 * @param name the name of the secret
 */
public record PutResourcePolicyResponse(String arn, String name) {}
