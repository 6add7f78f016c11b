package dev.secrets.operations;

import dev.secrets.engine.Workspace;
import dev.secrets.model.ResourceExistsException;
import dev.secrets.model.SecretValue;
import dev.secrets.state.SecretVersion;

/** Client request tokens that are known already (section 3.3). */
final class Tokens {
    private Tokens() {}

    /** @throws ResourceExistsException if the version that the token made has another value */
    static void requireSameValue(Workspace workspace, SecretVersion made, SecretValue value) {
        if (!workspace.hasValue(made, value)) {
            throw new ResourceExistsException("You can't use ClientRequestToken " + made.id()
                    + " because that value is already in use for a version of secret " + workspace.arn() + ".");
        }
    }
}
