package dev.secrets.operations;

import static dev.secrets.model.StagingLabel.AWSPENDING;

import dev.secrets.engine.Action;
import dev.secrets.engine.Changed;
import dev.secrets.engine.SecretWrite;
import dev.secrets.engine.Workspace;
import dev.secrets.model.PutSecretValueRequest;
import dev.secrets.model.RotationLease;
import dev.secrets.model.SecretValue;
import dev.secrets.state.Secret;
import dev.secrets.state.SecretVersion;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * PutSecretValue as a rotation does it: gives the pending version its value, while the lease holds.
 *
 * @param lease the rotation
 * @param value its value
 */
public record PutPendingValue(RotationLease lease, SecretValue value) implements SecretWrite<NoAnswer> {
    /** @throws dev.secrets.model.ValidationException if PutSecretValue would refuse the value */
    public PutPendingValue {
        new PutSecretValueRequest(lease.secretArn()).secretValue(value); // checks its length
    }

    @Override
    public Action action() {
        return Action.PUT_SECRET_VALUE;
    }

    @Override
    public String secretId() {
        return lease.secretArn();
    }

    /** A version that has a value keeps it: the same again is fine, another one is refused (PUT-20). */
    @Override
    public Changed<NoAnswer> write(Workspace workspace) {
        Secret secret = workspace.active();
        secret.requireLease(lease.epoch(), workspace.storeTime());
        if (Tokens.isRepeated(workspace, lease.versionId(), value)) {
            return Changed.to(secret, NoAnswer.GIVEN);
        }
        SecretVersion filled = workspace.sealNew(lease.versionId(), value);
        return Changed.to(
                secret.putVersion(
                        filled, Set.of(AWSPENDING), workspace.environment().maxVersions(), workspace.now()),
                NoAnswer.GIVEN);
    }

    @Override
    public boolean isTriedOnKept() {
        return true;
    }

    @Override
    public Map<String, Object> parameters() {
        return Parameters.of("secretId", lease.secretArn())
                .and("clientRequestToken", lease.versionId())
                .and("versionStages", List.of(AWSPENDING))
                .asMap();
    }
}
