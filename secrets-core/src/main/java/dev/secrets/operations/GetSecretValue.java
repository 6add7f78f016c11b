package dev.secrets.operations;

import dev.secrets.credentials.TypedSecrets;
import dev.secrets.engine.Action;
import dev.secrets.engine.Facts;
import dev.secrets.engine.SecretRead;
import dev.secrets.engine.SecretView;
import dev.secrets.model.GetSecretValueRequest;
import dev.secrets.model.GetSecretValueResponse;
import dev.secrets.model.InvalidRequestException;
import dev.secrets.model.ResourceNotFoundException;
import dev.secrets.model.StagingLabel;
import dev.secrets.policy.ConditionKey;
import dev.secrets.state.Secret;
import dev.secrets.state.SecretVersion;
import dev.secrets.state.Versions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Section 4.2.
 *
 * @param request what is asked for
 */
public record GetSecretValue(GetSecretValueRequest request) implements SecretRead<GetSecretValueResponse> {
    @Override
    public Action action() {
        return Action.GET_SECRET_VALUE;
    }

    @Override
    public String secretId() {
        return request.secretId();
    }

    @Override
    public GetSecretValueResponse read(SecretView view) {
        Secret secret = view.secret().requireActive();
        SecretVersion version = requireValue(select(secret.versions()));
        GetSecretValueResponse response = new GetSecretValueResponse(
                view.arn(),
                secret.identity().name(),
                version.id(),
                view.value(version),
                version.labels(),
                version.createdDate(),
                TypedSecrets.readerOf(secret.identity().name()));
        view.noteAccess(version);
        return response;
    }

    @Override
    public void withhold(GetSecretValueResponse response) {
        response.secretValue().close();
    }

    private SecretVersion select(Versions versions) {
        if (request.versionId().isEmpty()) {
            return versions.requireLabelled(request.versionStage().orElse(StagingLabel.AWSCURRENT));
        }
        SecretVersion version = versions.require(request.versionId().get());
        if (request.versionStage().isPresent()
                && !version.has(request.versionStage().get())) {
            throw new InvalidRequestException(
                    "You provided a VersionStage that is not associated to the provided VersionId.");
        }
        return version;
    }

    /** A version that a rotation has yet to fill reads as missing; rotation functions rely on it (GET-12). */
    private SecretVersion requireValue(SecretVersion version) {
        if (version.value().isPresent()) {
            return version;
        }
        Optional<String> label = request.versionStage();
        throw new ResourceNotFoundException("Secrets Manager can't find the specified secret value for "
                + label.map(stage -> "staging label: " + stage).orElse("VersionId: " + version.id()));
    }

    // For the trail and the policies

    @Override
    public Map<String, Object> parameters() {
        return Parameters.of("secretId", request.secretId())
                .and("versionId", request.versionId())
                .and("versionStage", request.versionStage())
                .asMap();
    }

    @Override
    public List<String> facts(ConditionKey key) {
        return switch (key.family()) {
            case "secretsmanager:versionid" -> Facts.of(request.versionId());
            case "secretsmanager:versionstage" -> versionStage();
            default -> Facts.none();
        };
    }

    /** The label asked for; AWSCURRENT where the request names neither label nor version (O23). */
    private List<String> versionStage() {
        return request.versionId().isPresent()
                ? Facts.of(request.versionStage())
                : List.of(request.versionStage().orElse(StagingLabel.AWSCURRENT));
    }
}
