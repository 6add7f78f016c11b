package dev.secrets.state;

import dev.secrets.model.ExternalSecretRotationMetadataItem;
import dev.secrets.model.RotationRules;
import java.util.List;
import java.util.Optional;

/**
 * How a secret is rotated, as RotateSecret set it.
 *
 * @param lambdaArn the rotator
 * @param rules when
 * @param externalMetadata what the rotation of a managed external secret needs to know
 * @param externalRoleArn the role that rotates a managed external secret
 */
public record RotationConfiguration(
        Optional<String> lambdaArn,
        Optional<RotationRules> rules,
        Optional<List<ExternalSecretRotationMetadataItem>> externalMetadata,
        Optional<String> externalRoleArn) {
    /** Nothing set. */
    public static final RotationConfiguration NONE =
            new RotationConfiguration(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** Returns this configuration with the members that the other has put in place of its own (section 13.1, item 4). */
    public RotationConfiguration overriddenBy(RotationConfiguration given) {
        return new RotationConfiguration(
                given.lambdaArn.or(() -> lambdaArn),
                given.rules.or(() -> rules),
                given.externalMetadata.or(() -> externalMetadata),
                given.externalRoleArn.or(() -> externalRoleArn));
    }

    /** Returns whether anything names what rotates the secret. */
    public boolean namesRotator() {
        return hasFunction() || externalRoleArn.isPresent();
    }

    /** Returns what the rotator is called that rotates the secret: the function, or the role of a managed external secret. */
    public String rotator() {
        return hasFunction() ? lambdaArn.orElseThrow() : externalRoleArn.orElseThrow();
    }

    /** Returns whether the role of a managed external secret rotates it. */
    public boolean isOfExternalSecret() {
        return !hasFunction() && externalRoleArn.isPresent();
    }

    private boolean hasFunction() {
        return lambdaArn.filter(arn -> !arn.isEmpty()).isPresent();
    }
}
