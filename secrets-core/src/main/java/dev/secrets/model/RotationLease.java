package dev.secrets.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The right of one worker to carry out one rotation of one secret. It ends at its time, or earlier when the rotation is cancelled,
 * abandoned or completed; every effect checks it again in the commit that makes it.
 *
 * @param owner the worker
 * @param until when it ends by the store's clock, unless it is renewed
 * @param secretArn the full ARN of the secret
 * @param secretName its name
 * @param secretUid its identity, new at each creation of the name
 * @param epoch the fence: grows with each lease on the secret
 * @param versionId the version that the rotation makes; the client request token of its steps
 * @param testOnly whether only the rotator's test is to be run, on a copy of the current value (RotateImmediately=false)
 * @param failures how often this rotation has failed before
 * @param rotationLambdaArn the rotator
 * @param externalSecretRotationMetadata what the rotation of a managed external secret needs to know
 * @param externalSecretRotationRoleArn the role that rotates a managed external secret
 */
public record RotationLease(
        String owner,
        Instant until,
        String secretArn,
        String secretName,
        String secretUid,
        long epoch,
        String versionId,
        boolean testOnly,
        int failures,
        Optional<String> rotationLambdaArn,
        List<ExternalSecretRotationMetadataItem> externalSecretRotationMetadata,
        Optional<String> externalSecretRotationRoleArn) {
    /** Copies the list. */
    public RotationLease {
        externalSecretRotationMetadata = List.copyOf(externalSecretRotationMetadata);
    }

    /** Returns the same lease with another end. */
    public RotationLease until(Instant newUntil) {
        return new RotationLease(
                owner,
                newUntil,
                secretArn,
                secretName,
                secretUid,
                epoch,
                versionId,
                testOnly,
                failures,
                rotationLambdaArn,
                externalSecretRotationMetadata,
                externalSecretRotationRoleArn);
    }
}
