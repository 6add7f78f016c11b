package dev.secrets.operations;

import dev.secrets.engine.Action;
import dev.secrets.engine.Changed;
import dev.secrets.engine.Facts;
import dev.secrets.engine.SecretWrite;
import dev.secrets.engine.Workspace;
import dev.secrets.model.UpdateSecretVersionStageRequest;
import dev.secrets.model.UpdateSecretVersionStageResponse;
import dev.secrets.policy.ConditionKey;
import dev.secrets.state.Secret;
import java.util.List;
import java.util.Map;

/**
 * Section 4.6.
 *
 * @param request what is asked for
 */
public record UpdateSecretVersionStage(UpdateSecretVersionStageRequest request)
        implements SecretWrite<UpdateSecretVersionStageResponse> {
    @Override
    public Action action() {
        return Action.UPDATE_SECRET_VERSION_STAGE;
    }

    @Override
    public String secretId() {
        return request.secretId();
    }

    @Override
    public Changed<UpdateSecretVersionStageResponse> write(Workspace workspace) {
        Secret after = workspace
                .active()
                .updateStage(
                        request.versionStage(),
                        request.removeFromVersionId(),
                        request.moveToVersionId(),
                        workspace.now());
        return Changed.to(
                after,
                new UpdateSecretVersionStageResponse(
                        workspace.arn(), after.identity().name()));
    }

    // For the trail and the policies

    @Override
    public Map<String, Object> parameters() {
        return Parameters.of("secretId", request.secretId())
                .and("versionStage", request.versionStage())
                .and("removeFromVersionId", request.removeFromVersionId())
                .and("moveToVersionId", request.moveToVersionId())
                .asMap();
    }

    @Override
    public List<String> facts(ConditionKey key) {
        return switch (key.family()) {
            case "secretsmanager:versionstage" -> List.of(request.versionStage());
            default -> Facts.none();
        };
    }
}
