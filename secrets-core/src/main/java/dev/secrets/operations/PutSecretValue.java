package dev.secrets.operations;

import static dev.secrets.model.StagingLabel.AWSCURRENT;

import dev.secrets.engine.Action;
import dev.secrets.engine.Changed;
import dev.secrets.engine.SecretWrite;
import dev.secrets.engine.Workspace;
import dev.secrets.model.InvalidRequestException;
import dev.secrets.model.PutSecretValueRequest;
import dev.secrets.model.PutSecretValueResponse;
import dev.secrets.model.SecretValue;
import dev.secrets.state.Secret;
import dev.secrets.state.SecretVersion;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Section 4.4.
 *
 * @param request what is asked for
 * @param token the id of the version
 */
public record PutSecretValue(PutSecretValueRequest request, String token)
        implements SecretWrite<PutSecretValueResponse> {
    @Override
    public Action action() {
        return Action.PUT_SECRET_VALUE;
    }

    @Override
    public String secretId() {
        return request.secretId();
    }

    @Override
    public Changed<PutSecretValueResponse> write(Workspace workspace) {
        SecretValue value = Values.atMostOne(request.secretBinary(), request.secretString())
                .orElseThrow(
                        () -> new InvalidRequestException("You must provide either SecretString or SecretBinary."));
        Secret secret = workspace.active();
        workspace.requireKeyServesCaller(secret.settings().kmsKeyId());
        if (Tokens.isRepeated(workspace, token, value)) {
            return answer(workspace, secret);
        }
        SecretVersion version = workspace.sealNew(token, value);
        Set<String> labels = Set.copyOf(request.versionStages().orElse(List.of(AWSCURRENT)));
        return answer(
                workspace,
                secret.putVersion(version, labels, workspace.environment().maxVersions(), workspace.now()));
    }

    private Changed<PutSecretValueResponse> answer(Workspace workspace, Secret after) {
        List<String> labels = inOrderAskedFor(after.versions().require(token));
        return Changed.to(
                after,
                new PutSecretValueResponse(workspace.arn(), after.identity().name(), token, labels));
    }

    private List<String> inOrderAskedFor(SecretVersion version) {
        if (request.versionStages().isEmpty()) {
            return version.labels();
        }
        Stream<String> asked = request.versionStages().get().stream().filter(version::has);
        return Stream.concat(asked, version.labels().stream()).distinct().toList();
    }

    // For the trail and the policies

    @Override
    public Map<String, Object> parameters() {
        return Parameters.of("secretId", request.secretId())
                .and("clientRequestToken", token)
                .and("versionStages", request.versionStages())
                .asMap();
    }
}
