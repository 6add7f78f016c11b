package dev.secrets.operations;

import static dev.secrets.model.StagingLabel.AWSCURRENT;

import dev.secrets.engine.Action;
import dev.secrets.engine.Changed;
import dev.secrets.engine.Facts;
import dev.secrets.engine.SecretWrite;
import dev.secrets.engine.Workspace;
import dev.secrets.model.RotationLease;
import dev.secrets.policy.ConditionKey;
import dev.secrets.state.Secret;
import java.util.List;
import java.util.Map;

/**
 * UpdateSecretVersionStage as a rotation does it: makes the pending version current, while the lease holds. Again, it does
 * nothing (ROT-29).
 *
 * @param lease the rotation
 */
public record FinishRotation(RotationLease lease) implements SecretWrite<NoAnswer> {
    @Override
    public Action action() {
        return Action.UPDATE_SECRET_VERSION_STAGE;
    }

    @Override
    public String secretId() {
        return lease.secretArn();
    }

    @Override
    public Changed<NoAnswer> write(Workspace workspace) {
        Secret finished = workspace
                .active()
                .requireLease(lease.epoch(), workspace.storeTime())
                .finish(workspace.now());
        return Changed.to(finished, NoAnswer.GIVEN);
    }

    @Override
    public Map<String, Object> parameters() {
        return Parameters.of("secretId", lease.secretArn())
                .and("versionStage", AWSCURRENT)
                .and("moveToVersionId", lease.versionId())
                .asMap();
    }

    @Override
    public List<String> facts(ConditionKey key) {
        return key.family().equals("secretsmanager:versionstage") ? List.of(AWSCURRENT) : Facts.none();
    }
}
