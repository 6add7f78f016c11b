package dev.secrets.model;

/**
 * Something in a secret's metadata that an auditor would ask about. Holds no value.
 *
 * @param secretName the name of the secret
 * @param secretArn its ARN
 * @param check what was looked for and found
 * @param detail the facts in words, dates in UTC
 */
public record ReviewFinding(String secretName, String secretArn, ReviewCheck check, String detail) {}
