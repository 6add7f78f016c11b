package dev.secrets.operations;

import dev.secrets.engine.Action;
import dev.secrets.engine.Changed;
import dev.secrets.engine.SecretWrite;
import dev.secrets.engine.Workspace;
import dev.secrets.model.RestoreSecretRequest;
import dev.secrets.model.RestoreSecretResponse;
import dev.secrets.state.Secret;
import java.util.Map;

/**
 * Section 4.11.
 *
 * @param request what is asked for
 */
public record RestoreSecret(RestoreSecretRequest request) implements SecretWrite<RestoreSecretResponse> {
    @Override
    public Action action() {
        return Action.RESTORE_SECRET;
    }

    @Override
    public String secretId() {
        return request.secretId();
    }

    @Override
    public Changed<RestoreSecretResponse> write(Workspace workspace) {
        Secret after = workspace.secret().restore(workspace.now());
        return Changed.to(
                after,
                new RestoreSecretResponse(workspace.arn(), after.identity().name()));
    }

    // For the trail and the policies

    @Override
    public Map<String, Object> parameters() {
        return Parameters.of("secretId", request.secretId()).asMap();
    }
}
