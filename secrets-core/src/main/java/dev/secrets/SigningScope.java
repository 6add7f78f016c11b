package dev.secrets;

/**
 * What a signing key is good for.
 *
 * @param date the day in UTC, such as {@code 20260203}
 * @param region such as {@code us-east-1}
 * @param service such as {@code secretsmanager}
 */
public record SigningScope(String date, String region, String service) {}
