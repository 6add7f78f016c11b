package dev.secrets.model;

/**
 * The secret that has no resource policy now.
 *
 * @param arn the full ARN of the secret
 * @param name the name of the secret
 */
public record DeleteResourcePolicyResponse(String arn, String name) {}
