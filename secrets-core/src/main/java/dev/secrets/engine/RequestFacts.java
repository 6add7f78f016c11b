package dev.secrets.engine;

import dev.secrets.policy.CallerContext;
import dev.secrets.policy.ConditionKey;
import dev.secrets.policy.RequestContext;
import dev.secrets.state.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What conditions may ask about a request (sections 6 and 8 of the policy reference), answered when a policy names it. What the
 * engine knows comes first; what the host stated about the caller can't replace it (rule K2).
 *
 * @param operation what is asked for
 * @param secret the secret that there is; absent for one that is missing or yet to be made
 * @param arn its ARN
 * @param arns partition, region and account of the resource
 * @param time when, once for the whole request
 * @param caller what follows from the caller
 */
record RequestFacts(
        Operation operation, Optional<Secret> secret, String arn, Arns arns, Instant time, CallerContext caller)
        implements RequestContext {
    @Override
    public List<String> values(ConditionKey key) {
        return switch (key.family()) {
            case "aws:resourcetag/", "secretsmanager:resourcetag/" -> resourceTag(key.member());
            case "aws:requestedregion" -> List.of(arns.region());
            case "aws:resourceaccount" -> List.of(arns.account());
            case "aws:currenttime" -> List.of(time.toString());
            case "aws:epochtime" -> List.of(Long.toString(time.getEpochSecond()));
            case "secretsmanager:secretid" -> secret.isPresent() ? List.of(arn) : List.of();
            case "secretsmanager:secretprimaryregion" -> Facts.of(secret.flatMap(Secret::primaryRegion));
            case "secretsmanager:resource/" -> resource(key.folded());
            default -> ofRequest(key);
        };
    }

    private List<String> ofRequest(ConditionKey key) {
        List<String> stated = operation.facts(key);
        return stated.isEmpty() && !isDerived(key) ? caller.values(key) : stated;
    }

    private static boolean isDerived(ConditionKey key) {
        return key.family().startsWith("secretsmanager:")
                || key.family().equals("aws:requesttag/")
                || key.family().equals("aws:tagkeys");
    }

    private List<String> resource(String folded) {
        return switch (folded) {
            case "secretsmanager:resource/allowrotationlambdaarn" ->
                Facts.of(secret.flatMap(Secret::rotation)
                        .flatMap(rotation -> rotation.configuration().lambdaArn()));
            case "secretsmanager:resource/type" ->
                Facts.of(secret.flatMap(s -> s.settings().type()));
            default -> List.of();
        };
    }

    private List<String> resourceTag(String key) {
        return Facts.tag(secret.flatMap(s -> s.settings().tags()).orElse(List.of()), key);
    }
}
