package dev.secrets.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

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

    @Test
    void whatCantBeRead_isNotPassedOver() {
        String unreadable = "{\"Statement\": []";

        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> policies.of(unreadable));

        assertEquals("A stored resource policy can't be read", refused.getMessage());
        assertThrows(IllegalStateException.class, () -> policies.of(unreadable));
    }
}
