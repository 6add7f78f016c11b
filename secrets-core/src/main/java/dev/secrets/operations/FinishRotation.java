package dev.secrets.operations;

import static dev.secrets.model.StagingLabel.AWSCURRENT;

import dev.secrets.engine.Action;
import dev.secrets.engine.Changed;
import dev.secrets.engine.Facts;
import dev.secrets.engine.SecretWrite;
import dev.secrets.engine.Workspace;
import dev.secrets.model.RotationLease;
import dev.secrets.policy.ConditionKey;
import dev.secrets.state.LeasedRotation;
import dev.secrets.state.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * UpdateSecretVersionStage as a rotation does it: makes the pending version current, while the lease holds. Again, it does
 * nothing (ROT-29).
 *
 * @param lease the rotation
 * @param effect finishes at the time of the call, and may complete the rotation in the same commit
 */
public record FinishRotation(RotationLease lease, BiFunction<LeasedRotation, Instant, Secret> effect)
        implements SecretWrite<NoAnswer> {
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
        LeasedRotation rotation = workspace.active().requireLease(lease.epoch(), workspace.storeTime());
        return Changed.to(effect.apply(rotation, workspace.now()), NoAnswer.GIVEN);
    }

    @Override
    public boolean isTriedOnKept() {
        return true;
    }

    @Override
    public boolean mayEndRotation() {
        return true;
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
