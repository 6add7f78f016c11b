package dev.secrets.operations;

import dev.secrets.engine.Action;
import dev.secrets.engine.Changed;
import dev.secrets.engine.Facts;
import dev.secrets.engine.SecretWrite;
import dev.secrets.engine.Workspace;
import dev.secrets.model.AccessDeniedException;
import dev.secrets.model.InvalidRequestException;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.RotateSecretResponse;
import dev.secrets.policy.ConditionKey;
import dev.secrets.schedule.RotationSchedule;
import dev.secrets.state.RotationConfiguration;
import dev.secrets.state.Secret;
import dev.secrets.state.SecretVersion;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Section 13.1.
 *
 * @param request what is asked for
 * @param token the id of the version that the rotation makes
 */
public record RotateSecret(RotateSecretRequest request, String token) implements SecretWrite<RotateSecretResponse> {
    private static final String CANT_INVOKE_FUNCTION =
            "Secrets Manager cannot invoke the specified Lambda function. Ensure that the function policy grants access to the"
                    + " principal secretsmanager.amazonaws.com.";
    private static final String CANT_ASSUME_ROLE =
            "Secrets Manager cannot assume the specified role to rotate the external secret.";

    @Override
    public Action action() {
        return Action.ROTATE_SECRET;
    }

    @Override
    public String secretId() {
        return request.secretId();
    }

    @Override
    public Changed<RotateSecretResponse> write(Workspace workspace) {
        request.rotationRules().ifPresent(RotationSchedule::of);
        Secret before = workspace.active();
        if (before.versions().find(token).isPresent()) {
            return answer(workspace, before);
        }
        RotationConfiguration configuration =
                before.rotationOrNone().configuration().overriddenBy(given());
        requireInvocable(configuration, workspace);
        Instant storeTime = workspace.storeTime();
        try {
            before.requireNoRotationUnderWay();
        } catch (InvalidRequestException underWay) {
            return reattempted(before, storeTime, underWay);
        }
        Secret configured = before.configureRotation(configuration, workspace.now(), storeTime);
        return answer(workspace, start(configured, workspace).hastenRotation(storeTime));
    }

    /** The refusal says that the rotation will be reattempted: now, if nobody is at it (section 13.5). */
    private static Changed<RotateSecretResponse> reattempted(
            Secret before, Instant storeTime, InvalidRequestException underWay) {
        Secret after = before.hastenRotation(storeTime);
        if (after.equals(before)) {
            throw underWay;
        }
        return Changed.refused(after, underWay);
    }

    private RotationConfiguration given() {
        return new RotationConfiguration(
                request.rotationLambdaArn().filter(arn -> !arn.isEmpty()),
                request.rotationRules(),
                request.externalSecretRotationMetadata(),
                request.externalSecretRotationRoleArn());
    }

    private static void requireInvocable(RotationConfiguration configuration, Workspace workspace) {
        if (!configuration.namesRotator()) {
            throw new InvalidRequestException("No Lambda rotation function ARN is associated with this secret.");
        }
        if (!workspace.environment().rotationTargets().test(configuration.rotator())) {
            throw new AccessDeniedException(
                    configuration.isOfExternalSecret() ? CANT_ASSUME_ROLE : CANT_INVOKE_FUNCTION);
        }
    }

    private Secret start(Secret configured, Workspace workspace) {
        if (request.rotateImmediately().orElse(true)) {
            return configured.startRotation(token, workspace.now());
        }
        Optional<SecretVersion> current = configured.versions().current();
        return current.isEmpty()
                ? configured
                : configured.startRotationTest(workspace.copy(current.get(), token), workspace.now());
    }

    /** Names the version that was made; a test of a secret without a value makes none (ROT-28). */
    private Changed<RotateSecretResponse> answer(Workspace workspace, Secret after) {
        Optional<String> versionId = after.versions().find(token).map(SecretVersion::id);
        return Changed.to(
                after,
                new RotateSecretResponse(workspace.arn(), after.identity().name(), versionId));
    }

    // For the trail and the policies

    @Override
    public Map<String, Object> parameters() {
        return Parameters.of("secretId", request.secretId())
                .and("clientRequestToken", token)
                .and("rotationLambdaARN", request.rotationLambdaArn())
                .and("rotationRules", request.rotationRules())
                .and("rotateImmediately", request.rotateImmediately())
                .and("externalSecretRotationRoleArn", request.externalSecretRotationRoleArn())
                .asMap();
    }

    @Override
    public List<String> facts(ConditionKey key) {
        return switch (key.family()) {
            case "secretsmanager:rotationlambdaarn" -> Facts.of(request.rotationLambdaArn());
            case "secretsmanager:externalsecretrotationrolearn" -> Facts.of(request.externalSecretRotationRoleArn());
            case "secretsmanager:modifyrotationrules" ->
                Facts.of(request.rotationRules().map(rules -> true));
            case "secretsmanager:rotateimmediately" -> Facts.of(request.rotateImmediately());
            default -> Facts.none();
        };
    }
}
