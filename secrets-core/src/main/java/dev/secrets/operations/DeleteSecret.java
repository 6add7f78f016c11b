package dev.secrets.operations;

import dev.secrets.engine.Action;
import dev.secrets.engine.Changed;
import dev.secrets.engine.Facts;
import dev.secrets.engine.SecretWrite;
import dev.secrets.engine.Workspace;
import dev.secrets.model.DeleteSecretRequest;
import dev.secrets.model.DeleteSecretResponse;
import dev.secrets.model.InvalidParameterException;
import dev.secrets.policy.ConditionKey;
import dev.secrets.state.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Section 4.10.
 *
 * @param request what is asked for
 */
public record DeleteSecret(DeleteSecretRequest request) implements SecretWrite<DeleteSecretResponse> {
    private static final long DEFAULT_DAYS = 30;
    private static final long MIN_DAYS = 7;
    private static final long MAX_DAYS = 30;

    @Override
    public Action action() {
        return Action.DELETE_SECRET;
    }

    @Override
    public String secretId() {
        return request.secretId();
    }

    @Override
    public Changed<DeleteSecretResponse> write(Workspace workspace) {
        request.recoveryWindowInDays().ifPresent(DeleteSecret::requireWithinLimits);
        workspace.existing().ifPresent(secret -> Replicas.requireNone(secret, request.secretId()));
        return isForced()
                ? deleteNow(workspace)
                : schedule(workspace, request.recoveryWindowInDays().orElse(DEFAULT_DAYS));
    }

    private boolean isForced() {
        return request.forceDeleteWithoutRecovery().orElse(false);
    }

    /** Succeeds for a secret that is not there, so that it can be repeated (DEL-04). */
    private Changed<DeleteSecretResponse> deleteNow(Workspace workspace) {
        if (request.recoveryWindowInDays().isPresent()) {
            throw new InvalidParameterException(
                    "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
        }
        String name =
                workspace.existing().map(secret -> secret.identity().name()).orElseGet(workspace::requestedName);
        return Changed.deleted(new DeleteSecretResponse(workspace.arnOrPresumed(), name, workspace.now()));
    }

    private static Changed<DeleteSecretResponse> schedule(Workspace workspace, long days) {
        Instant date = workspace.now().plus(Duration.ofDays(days));
        Secret after = workspace.secret().scheduleDeletion(date, workspace.now());
        return Changed.to(
                after,
                new DeleteSecretResponse(workspace.arn(), after.identity().name(), date));
    }

    private static void requireWithinLimits(long days) {
        if (days < MIN_DAYS || days > MAX_DAYS) {
            throw new InvalidParameterException(
                    "The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).");
        }
    }

    // For the trail and the policies

    @Override
    public Map<String, Object> parameters() {
        return Parameters.of("secretId", request.secretId())
                .and("recoveryWindowInDays", request.recoveryWindowInDays())
                .and("forceDeleteWithoutRecovery", request.forceDeleteWithoutRecovery())
                .asMap();
    }

    @Override
    public List<String> facts(ConditionKey key) {
        return switch (key.family()) {
            case "secretsmanager:recoverywindowindays" -> Facts.of(request.recoveryWindowInDays());
            case "secretsmanager:forcedeletewithoutrecovery" -> Facts.of(request.forceDeleteWithoutRecovery());
            default -> Facts.none();
        };
    }
}
