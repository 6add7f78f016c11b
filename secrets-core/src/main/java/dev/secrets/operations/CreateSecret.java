package dev.secrets.operations;

import dev.secrets.engine.Action;
import dev.secrets.engine.Changed;
import dev.secrets.engine.Facts;
import dev.secrets.engine.SecretWrite;
import dev.secrets.engine.Workspace;
import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.CreateSecretResponse;
import dev.secrets.model.InvalidRequestException;
import dev.secrets.model.ResourceExistsException;
import dev.secrets.model.SecretValue;
import dev.secrets.model.Tag;
import dev.secrets.policy.ConditionKey;
import dev.secrets.state.Identity;
import dev.secrets.state.Replication;
import dev.secrets.state.Secret;
import dev.secrets.state.SecretVersion;
import dev.secrets.state.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Section 4.1.
 *
 * @param request what is asked for
 * @param token the id of the first version
 */
public record CreateSecret(CreateSecretRequest request, String token) implements SecretWrite<CreateSecretResponse> {
    @Override
    public Action action() {
        return Action.CREATE_SECRET;
    }

    @Override
    public String secretId() {
        return request.name();
    }

    @Override
    public boolean creates() {
        return true;
    }

    @Override
    public Changed<CreateSecretResponse> write(Workspace workspace) {
        Optional<SecretValue> value = Values.atMostOne(request.secretBinary(), request.secretString());
        Optional<Replication> ties = replication(workspace);
        return workspace.existing().isPresent()
                ? repeat(workspace, workspace.existing().get(), value)
                : create(workspace, value, ties);
    }

    private Optional<Replication> replication(Workspace workspace) {
        Replication none = Replication.none(Replicas.ownRegion(workspace));
        return request.addReplicaRegions()
                .map(regions -> Replicas.with(none, regions, request.forceOverwriteReplicaSecret(), workspace));
    }

    private Changed<CreateSecretResponse> create(
            Workspace workspace, Optional<SecretValue> value, Optional<Replication> ties) {
        Identity identity = workspace.newIdentity(request.name());
        Settings settings = settings();
        if (settings.kmsKeyId().isPresent()) {
            workspace.requireUsable(settings.kmsKeyId());
        }
        Optional<SecretVersion> first = value.map(given -> workspace.seal(identity, token, settings.kmsKeyId(), given));
        Secret alone = Secret.created(identity, settings, first);
        Secret created = ties.map(alone::replication).orElse(alone);
        return Changed.to(created, response(workspace.arnOf(identity), created, first.map(SecretVersion::id)));
    }

    private Settings settings() {
        return Settings.NONE
                .description(request.description().orElse(""))
                .type(request.type().orElse(""))
                .kmsKeyId(request.kmsKeyId().flatMap(KmsKeys::normalized))
                .tagged(tags());
    }

    /** A name in use: the same call again succeeds, anything else is refused (CREATE-08 to CREATE-11). */
    private Changed<CreateSecretResponse> repeat(Workspace workspace, Secret existing, Optional<SecretValue> value) {
        if (existing.deletionDate().isPresent()) {
            throw new InvalidRequestException("You can't create this secret because a secret with this name is already "
                    + "scheduled for deletion.");
        }
        Optional<SecretVersion> made = existing.versions().find(token);
        if (made.isEmpty() || value.isEmpty()) {
            throw new ResourceExistsException(
                    "The operation failed because the secret " + request.name() + " already exists.");
        }
        Tokens.requireSameValue(workspace, made.get(), value.get());
        return Changed.to(existing, response(workspace.arn(), existing, Optional.of(token)));
    }

    private CreateSecretResponse response(String arn, Secret secret, Optional<String> versionId) {
        return new CreateSecretResponse(arn, request.name(), versionId, Replicas.statusIfAny(secret));
    }

    // For the trail and the policies

    @Override
    public Map<String, Object> parameters() {
        return Parameters.of("name", request.name())
                .and("clientRequestToken", token)
                .and("description", request.description())
                .and("kmsKeyId", request.kmsKeyId())
                .and("tags", request.tags())
                .and("addReplicaRegions", request.addReplicaRegions())
                .and("forceOverwriteReplicaSecret", request.forceOverwriteReplicaSecret())
                .and("type", request.type())
                .asMap();
    }

    @Override
    public List<Action> furtherActions() {
        List<Action> further = new ArrayList<>(2);
        if (!tags().isEmpty()) {
            further.add(Action.TAG_RESOURCE);
        }
        if (request.addReplicaRegions().isPresent()) {
            further.add(Action.REPLICATE_SECRET_TO_REGIONS);
        }
        return further;
    }

    @Override
    public List<String> facts(ConditionKey key) {
        return switch (key.family()) {
            case "secretsmanager:name" -> List.of(request.name());
            case "secretsmanager:description" -> Facts.of(request.description());
            case "secretsmanager:kmskeyid", "secretsmanager:kmskeyarn" -> Facts.of(request.kmsKeyId());
            case "secretsmanager:type" -> Facts.of(request.type());
            case "secretsmanager:addreplicaregions" ->
                Replicas.names(request.addReplicaRegions().orElse(List.of()));
            case "secretsmanager:forceoverwritereplicasecret" -> Facts.of(request.forceOverwriteReplicaSecret());
            case "aws:requesttag/" -> Facts.tag(tags(), key.member());
            case "aws:tagkeys" -> Facts.keys(tags());
            default -> Facts.none();
        };
    }

    private List<Tag> tags() {
        return request.tags().orElse(List.of());
    }
}
