package dev.secrets.operations;

import dev.secrets.engine.Action;
import dev.secrets.engine.Changed;
import dev.secrets.engine.SecretWrite;
import dev.secrets.engine.Workspace;
import dev.secrets.model.CancelRotateSecretRequest;
import dev.secrets.model.CancelRotateSecretResponse;
import dev.secrets.model.InvalidRequestException;
import dev.secrets.state.Rotation;
import dev.secrets.state.Secret;
import java.util.Map;
import java.util.Optional;

/**
 * Section 13.6.
 *
 * @param request what is asked for
 */
public record CancelRotateSecret(CancelRotateSecretRequest request) implements SecretWrite<CancelRotateSecretResponse> {
    /** The text that AWS documents for a secret without a rotation function. */
    private static final String NEVER_CONFIGURED =
            "You tried to enable rotation on a secret that doesn't already have a "
                    + "Lambda function ARN configured and you didn't include such an ARN as a parameter in this call.";

    @Override
    public Action action() {
        return Action.CANCEL_ROTATE_SECRET;
    }

    @Override
    public String secretId() {
        return request.secretId();
    }

    @Override
    public Changed<CancelRotateSecretResponse> write(Workspace workspace) {
        Secret before = workspace.active();
        if (before.rotation().isEmpty()) {
            throw new InvalidRequestException(NEVER_CONFIGURED);
        }
        Optional<String> underWay = before.rotation().flatMap(Rotation::attempt).map(Rotation.Attempt::versionId);
        Secret after = before.cancelRotation(workspace.now());
        return Changed.to(
                after,
                new CancelRotateSecretResponse(workspace.arn(), after.identity().name(), underWay));
    }

    @Override
    public boolean mayEndRotation() {
        return true;
    }

    // For the trail and the policies

    @Override
    public Map<String, Object> parameters() {
        return Parameters.of("secretId", request.secretId()).asMap();
    }
}
