package dev.secrets.operations;

import dev.secrets.engine.Workspace;
import dev.secrets.model.ResourceExistsException;
import dev.secrets.model.SecretValue;
import dev.secrets.state.SecretVersion;
import java.util.Optional;

/** Client request tokens that are known already (section 3.3). */
final class Tokens {
    private Tokens() {}

    /**
     * Returns whether the token has made a version with this very value, so that nothing is left to do.
     *
     * @throws ResourceExistsException if the version that the token made has another value
     */
    static boolean isRepeated(Workspace workspace, String token, SecretValue value) {
        Optional<SecretVersion> made =
                workspace.secret().versions().find(token).filter(v -> v.value().isPresent());
        made.ifPresent(version -> requireSameValue(workspace, version, value));
        return made.isPresent();
    }

    /** @throws ResourceExistsException if the version that the token made has another value */
    static void requireSameValue(Workspace workspace, SecretVersion made, SecretValue value) {
        if (!workspace.hasValue(made, value)) {
            throw new ResourceExistsException("You can't use ClientRequestToken " + made.id()
                    + " because that value is already in use for a version of secret " + workspace.arn() + ".");
        }
    }
}
