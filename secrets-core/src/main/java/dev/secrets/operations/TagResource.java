package dev.secrets.operations;

import dev.secrets.engine.Action;
import dev.secrets.engine.Changed;
import dev.secrets.engine.Facts;
import dev.secrets.engine.SecretWrite;
import dev.secrets.engine.Workspace;
import dev.secrets.model.TagResourceRequest;
import dev.secrets.policy.ConditionKey;
import dev.secrets.state.Secret;
import java.util.List;
import java.util.Map;

/**
 * Section 11.
 *
 * @param request what is asked for
 */
public record TagResource(TagResourceRequest request) implements SecretWrite<NoAnswer> {
    @Override
    public Action action() {
        return Action.TAG_RESOURCE;
    }

    @Override
    public String secretId() {
        return request.secretId();
    }

    @Override
    public Changed<NoAnswer> write(Workspace workspace) {
        Secret after = workspace.active().tag(request.tags(), workspace.now());
        workspace.requireAccessUnder(after);
        return Changed.to(after, NoAnswer.GIVEN);
    }

    // For the trail and the policies

    @Override
    public Map<String, Object> parameters() {
        return Parameters.of("secretId", request.secretId())
                .and("tags", request.tags())
                .asMap();
    }

    @Override
    public List<String> facts(ConditionKey key) {
        return switch (key.family()) {
            case "aws:requesttag/" -> Facts.tag(request.tags(), key.member());
            case "aws:tagkeys" -> Facts.keys(request.tags());
            default -> Facts.none();
        };
    }
}
