package dev.secrets.operations;

import static dev.secrets.model.StagingLabel.AWSCURRENT;
import static dev.secrets.model.StagingLabel.AWSPENDING;
import static dev.secrets.model.StagingLabel.AWSPREVIOUS;

import dev.secrets.engine.Action;
import dev.secrets.engine.Changed;
import dev.secrets.engine.Facts;
import dev.secrets.engine.SecretWrite;
import dev.secrets.engine.Workspace;
import dev.secrets.model.SecretValue;
import dev.secrets.model.UpdateSecretRequest;
import dev.secrets.model.UpdateSecretResponse;
import dev.secrets.policy.ConditionKey;
import dev.secrets.state.Secret;
import dev.secrets.state.SecretVersion;
import dev.secrets.state.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Section 4.5.
 *
 * @param request what is asked for
 * @param token the id of the version, if a value is given
 */
public record UpdateSecret(UpdateSecretRequest request, String token) implements SecretWrite<UpdateSecretResponse> {
    private static final Set<String> RESEALED_LABELS = Set.of(AWSCURRENT, AWSPENDING, AWSPREVIOUS);

    @Override
    public Action action() {
        return Action.UPDATE_SECRET;
    }

    @Override
    public String secretId() {
        return request.secretId();
    }

    @Override
    public Changed<UpdateSecretResponse> write(Workspace workspace) {
        Optional<SecretValue> value = Values.atMostOne(request.secretBinary(), request.secretString());
        Secret before = workspace.active();
        boolean repeated = value.isPresent() && Tokens.isRepeated(workspace, token, value.get());
        Secret described = describes() ? before.described(changed(before.settings()), workspace.now()) : before;
        Secret rekeyed = reseal(before, described, workspace);
        Secret after = value.isPresent() && !repeated ? put(rekeyed, value.get(), workspace) : rekeyed;
        Optional<String> versionId = value.map(present -> token);
        return Changed.to(
                after,
                new UpdateSecretResponse(workspace.arn(), after.identity().name(), versionId));
    }

    private boolean describes() {
        return request.description().isPresent()
                || request.kmsKeyId().isPresent()
                || request.type().isPresent();
    }

    private Settings changed(Settings settings) {
        Settings described = settings.description(
                        request.description().or(settings::description).orElse(""))
                .type(request.type().or(settings::type).orElse(""));
        return request.kmsKeyId().isPresent()
                ? described.kmsKeyId(KmsKeys.normalized(request.kmsKeyId().get()))
                : described;
    }

    /** A change of the key moves the versions that matter to the new one (UPD-07). */
    private static Secret reseal(Secret before, Secret after, Workspace workspace) {
        Optional<String> key = after.settings().kmsKeyId();
        if (key.equals(before.settings().kmsKeyId())) {
            return after;
        }
        workspace.requireUsable(key);
        Secret resealed = after;
        for (SecretVersion version : resealable(before).toList()) {
            SecretVersion moved = workspace.reseal(version, key);
            resealed = resealed.resealed(version.id(), kept -> moved);
        }
        return resealed;
    }

    private static Stream<SecretVersion> resealable(Secret secret) {
        return secret.versions().all().stream()
                .filter(version -> version.value().isPresent())
                .filter(version -> version.labels().stream().anyMatch(RESEALED_LABELS::contains));
    }

    private Secret put(Secret secret, SecretValue value, Workspace workspace) {
        SecretVersion version =
                workspace.seal(secret.identity(), token, secret.settings().kmsKeyId(), value);
        return secret.putVersion(
                version, Set.of(AWSCURRENT), workspace.environment().maxVersions(), workspace.now());
    }

    // For the trail and the policies

    @Override
    public Map<String, Object> parameters() {
        return Parameters.of("secretId", request.secretId())
                .and("clientRequestToken", token)
                .and("description", request.description())
                .and("kmsKeyId", request.kmsKeyId())
                .and("type", request.type())
                .asMap();
    }

    @Override
    public List<String> facts(ConditionKey key) {
        return switch (key.family()) {
            case "secretsmanager:description" -> Facts.of(request.description());
            case "secretsmanager:kmskeyid", "secretsmanager:kmskeyarn" -> Facts.of(request.kmsKeyId());
            case "secretsmanager:type" -> Facts.of(request.type());
            default -> Facts.none();
        };
    }
}
