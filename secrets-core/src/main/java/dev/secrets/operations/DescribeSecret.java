package dev.secrets.operations;

import dev.secrets.engine.Action;
import dev.secrets.engine.SecretRead;
import dev.secrets.engine.SecretView;
import dev.secrets.model.DescribeSecretRequest;
import dev.secrets.model.DescribeSecretResponse;
import java.util.Map;

/**
 * Section 4.8.
 *
 * @param request what is asked for
 */
public record DescribeSecret(DescribeSecretRequest request) implements SecretRead<DescribeSecretResponse> {
    @Override
    public Action action() {
        return Action.DESCRIBE_SECRET;
    }

    @Override
    public String secretId() {
        return request.secretId();
    }

    @Override
    public DescribeSecretResponse read(SecretView view) {
        return Descriptions.of(view.secret(), view.arn());
    }

    // For the trail and the policies

    @Override
    public Map<String, Object> parameters() {
        return Parameters.of("secretId", request.secretId()).asMap();
    }
}
