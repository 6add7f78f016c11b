package dev.secrets.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.secrets.model.CallerIdentity;
import dev.secrets.policy.Decision;
import dev.secrets.policy.PolicyEvaluator;
import dev.secrets.policy.PolicyRequest;
import dev.secrets.policy.PrincipalPolicies;
import dev.secrets.policy.RequestContext;
import org.junit.jupiter.api.Test;

class CompiledPoliciesTest {
    private static final String POLICY = """
            {"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Principal": "*",
             "Action": "secretsmanager:DeleteSecret", "Resource": "*"}}""";

    private final CompiledPolicies policies = new CompiledPolicies();

    @Test
    void secretsOfOneText_shareWhatWasCompiled() {
        String sameText = new String(POLICY.toCharArray());

        assertSame(policies.of(POLICY), policies.of(sameText));
    }

    @Test
    void anotherText_isAnotherPolicy() {
        assertNotSame(policies.of(POLICY), policies.of(POLICY.replace("DeleteSecret", "GetSecretValue")));
    }

    /** What it was to deny is not known. */
    @Test
    void whatCantBeRead_deniesEverything() {
        PolicyRequest request = new PolicyRequest(
                CallerIdentity.of("arn:aws:iam::000000000000:root"),
                "secretsmanager:GetSecretValue",
                "arn:aws:secretsmanager:us-east-1:000000000000:secret:app-AbCdEf",
                "000000000000",
                RequestContext.EMPTY);

        Decision decision = PolicyEvaluator.decide(request, PrincipalPolicies.NONE, policies.of("{\"Statement\": []"));

        assertEquals(Decision.Outcome.EXPLICITLY_DENIED, decision.outcome());
    }
}
