package dev.secrets.examples.benchmarks;

import dev.secrets.EmbeddedSecretsManager;
import dev.secrets.SecretsManager;
import dev.secrets.audit.AuditListener;
import dev.secrets.keys.AeadRootKey;
import dev.secrets.keys.KeyManager;
import dev.secrets.keys.TinkKeyManager;
import dev.secrets.model.CallerIdentity;
import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.PutResourcePolicyRequest;
import dev.secrets.policy.InMemoryIdentityPolicies;
import dev.secrets.policy.PolicyDocument;
import dev.secrets.policy.PolicyType;
import dev.secrets.policy.PrincipalPolicies;
import dev.secrets.store.InMemorySecretStore;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A secret of 512 bytes with a resource policy, and a manager of a caller that one of its hundred statements lets read it: by a
 * condition on tags of both.
 */
final class ReadingApplication {
    static final String NAME = "prod/payments/db";
    private static final String ROLE = "arn:aws:iam::000000000000:role/app";

    private ReadingApplication() {}

    /** Returns the caller's manager; the audit listener is made from the store's keys. */
    static SecretsManager open(Function<KeyManager, AuditListener> audit) {
        InMemorySecretStore store = new InMemorySecretStore();
        TinkKeyManager keys = new TinkKeyManager(store, new AeadRootKey("benchmark", Floor.newAead()));
        EmbeddedSecretsManager secrets = new EmbeddedSecretsManager(
                store,
                keys,
                new InMemoryIdentityPolicies().with(ROLE, new PrincipalPolicies(policies())),
                audit.apply(keys));
        secrets.createSecret(
                new CreateSecretRequest(NAME).secretString("x".repeat(512)).tags(Map.of("team", "payments")));
        secrets.putResourcePolicy(new PutResourcePolicyRequest(NAME, """
                {"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Principal": "*",
                 "Action": "secretsmanager:DeleteSecret", "Resource": "*"}}"""));
        return secrets.as(CallerIdentity.of(ROLE).tag("team", "payments"));
    }

    /** Documents of ten statements each, one of which allows what is asked for. */
    private static List<PolicyDocument> policies() {
        return IntStream.range(0, 10)
                .mapToObj(document -> IntStream.range(0, 10)
                        .mapToObj(i -> document == 5 && i == 5 ? "prod/payments" : "team" + document + i)
                        .map(ReadingApplication::statement)
                        .collect(Collectors.joining(",", "{\"Version\": \"2012-10-17\", \"Statement\": [", "]}")))
                .map(text -> PolicyDocument.parse(text, PolicyType.IDENTITY))
                .toList();
    }

    private static String statement(String prefix) {
        return """
                {"Effect": "Allow", "Action": ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"],
                 "Resource": "arn:aws:secretsmanager:*:*:secret:%s/*",
                 "Condition": {"StringEquals": {"aws:ResourceTag/team": "${aws:PrincipalTag/team}"}}}""".formatted(prefix);
    }
}
