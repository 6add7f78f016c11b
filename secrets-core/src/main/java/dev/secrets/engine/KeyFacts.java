package dev.secrets.engine;

import dev.secrets.policy.ConditionKey;
import dev.secrets.policy.RequestContext;
import java.util.List;

/**
 * What conditions may ask about the use of a key: what AWS KMS offers for a call that AWS Secrets Manager makes for its caller,
 * and what is known of the request.
 *
 * @param request the facts of the request in whose course the key is used; the resource's own are not among them
 * @param arns partition, region and account
 * @param secretArn the encryption context {@code SecretARN}
 * @param versionId the encryption context {@code SecretVersionId}
 */
record KeyFacts(RequestContext request, Arns arns, String secretArn, String versionId) implements RequestContext {
    @Override
    public List<String> values(ConditionKey key) {
        return switch (key.family()) {
            case "kms:viaservice" -> List.of("secretsmanager." + arns.region() + ".amazonaws.com");
            case "kms:calleraccount" -> request.values(ConditionKey.of("aws:PrincipalAccount"));
            case "kms:encryptioncontext:secretarn" -> List.of(secretArn);
            case "kms:encryptioncontext:secretversionid" -> List.of(versionId);
            case "kms:encryptioncontextkeys" -> List.of("SecretARN", "SecretVersionId");
            case "aws:resourcetag/" -> List.of();
            default -> request.values(key);
        };
    }
}
