package dev.secrets.model;

import java.util.List;
import java.util.Optional;

/**
 * Asks to configure rotation and, unless told otherwise, to rotate now.
 *
 * <p>Immutable. The short constructor takes what is required; each method named after a member returns a copy with that member set.
 *
 * @param secretId name, ARN, or ARN without its six-character suffix; 1 to 2048 characters
 * @param clientRequestToken the id of the version that the rotation makes; 32 to 64 characters; a random UUID when absent
 * @param rotationLambdaArn the rotator, at most 2048 characters; the stored one when absent
 * @param rotationRules when to rotate; the stored rules when absent
 * @param externalSecretRotationMetadata what the rotation of a managed external secret needs to know
 * @param externalSecretRotationRoleArn the role that rotates a managed external secret, 20 to 2048 characters
 * @param rotateImmediately whether to rotate now; so when absent. When not, only the rotator's test runs now
 */
public record RotateSecretRequest(
        String secretId,
        Optional<String> clientRequestToken,
        Optional<String> rotationLambdaArn,
        Optional<RotationRules> rotationRules,
        Optional<List<ExternalSecretRotationMetadataItem>> externalSecretRotationMetadata,
        Optional<String> externalSecretRotationRoleArn,
        Optional<Boolean> rotateImmediately) {
    /** @throws ValidationException if a member is outside its limits */
    public RotateSecretRequest {
        new Violations()
                .length("secretId", secretId, 1, 2048)
                .length("clientRequestToken", clientRequestToken, 32, 64)
                .length("rotationLambdaARN", rotationLambdaArn, 0, 2048)
                .length("externalSecretRotationRoleArn", externalSecretRotationRoleArn, 20, 2048)
                .check();
        externalSecretRotationMetadata = Copies.of(externalSecretRotationMetadata);
    }

    /** Creates a request with only the required members. */
    public RotateSecretRequest(String secretId) {
        this(
                secretId,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Returns a copy of this request with {@link #clientRequestToken()} set. */
    public RotateSecretRequest clientRequestToken(String clientRequestToken) {
        return new RotateSecretRequest(
                secretId,
                Optional.of(clientRequestToken),
                rotationLambdaArn,
                rotationRules,
                externalSecretRotationMetadata,
                externalSecretRotationRoleArn,
                rotateImmediately);
    }

    /** Returns a copy of this request with {@link #rotationLambdaArn()} set. */
    public RotateSecretRequest rotationLambdaArn(String rotationLambdaArn) {
        return new RotateSecretRequest(
                secretId,
                clientRequestToken,
                Optional.of(rotationLambdaArn),
                rotationRules,
                externalSecretRotationMetadata,
                externalSecretRotationRoleArn,
                rotateImmediately);
    }

    /** Returns a copy of this request with {@link #rotationRules()} set. */
    public RotateSecretRequest rotationRules(RotationRules rotationRules) {
        return new RotateSecretRequest(
                secretId,
                clientRequestToken,
                rotationLambdaArn,
                Optional.of(rotationRules),
                externalSecretRotationMetadata,
                externalSecretRotationRoleArn,
                rotateImmediately);
    }

    /** Returns a copy of this request with {@link #externalSecretRotationMetadata()} set. */
    public RotateSecretRequest externalSecretRotationMetadata(
            List<ExternalSecretRotationMetadataItem> externalSecretRotationMetadata) {
        return new RotateSecretRequest(
                secretId,
                clientRequestToken,
                rotationLambdaArn,
                rotationRules,
                Optional.of(externalSecretRotationMetadata),
                externalSecretRotationRoleArn,
                rotateImmediately);
    }

    /** Returns a copy of this request with {@link #externalSecretRotationMetadata()} set. */
    public RotateSecretRequest externalSecretRotationMetadata(
            ExternalSecretRotationMetadataItem... externalSecretRotationMetadata) {
        return externalSecretRotationMetadata(List.of(externalSecretRotationMetadata));
    }

    /** Returns a copy of this request with {@link #externalSecretRotationRoleArn()} set. */
    public RotateSecretRequest externalSecretRotationRoleArn(String externalSecretRotationRoleArn) {
        return new RotateSecretRequest(
                secretId,
                clientRequestToken,
                rotationLambdaArn,
                rotationRules,
                externalSecretRotationMetadata,
                Optional.of(externalSecretRotationRoleArn),
                rotateImmediately);
    }

    /** Returns a copy of this request with {@link #rotateImmediately()} set. */
    public RotateSecretRequest rotateImmediately(boolean rotateImmediately) {
        return new RotateSecretRequest(
                secretId,
                clientRequestToken,
                rotationLambdaArn,
                rotationRules,
                externalSecretRotationMetadata,
                externalSecretRotationRoleArn,
                Optional.of(rotateImmediately));
    }
}
