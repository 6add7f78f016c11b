package dev.secrets.model;

/**
 * A random password.
 *
 * @param randomPassword the password
 */
public record GetRandomPasswordResponse(SecretValue randomPassword) {}
