package dev.secrets.model;

/**
 * Why one secret of a batch has no value in the answer.
 *
 * @param secretId the secret as the caller named it
 * @param errorCode as {@link SecretsManagerException#errorCode()}
 * @param message the text of the error
 */
public record ApiErrorType(String secretId, String errorCode, String message) {}
