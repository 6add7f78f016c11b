package dev.secrets.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.model.GetRandomPasswordResponse;
import dev.secrets.model.SecretValue;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A secret value in a request or an answer shows itself in the body that it was asked for in, and nowhere else. */
@Tag("SEC-01")
final class WireLeakTest {
    private static final String CANARY = "hunter2canary";
    private static final String TOKEN = "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111";

    private final ScriptedSecretsManager secrets = ScriptedSecretsManager.refusing();

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Violations beside the value and of the value itself.
                "{'SecretString':'%1$s'}",
                "{'SecretId':'','SecretString':'%1$s'}",
                "{'SecretId':'a','ClientRequestToken':'x','SecretString':'%1$s','SecretBinary':'%2$s'}",
                "{'SecretId':'a','RotationToken':'%1$s'}",
                "{'SecretId':'a','RotationToken':'%1$s-%1$s-%1$s_'}",
                // No token.
                "{'SecretId':'a','SecretString':'%1$s'}",
                // Refused by the manager.
                "{'SecretId':'a','ClientRequestToken':'" + TOKEN + "','SecretString':'%1$s'}",
                // No JSON, or another one.
                "{'SecretString':'%1$s'",
                "{'SecretString':%1$s}",
                "{'SecretString':'%1$s\\ud800'}",
                "{'SecretString':'%1$s','SecretString':'%1$s'}",
                "{'SecretBinary':'%1$s!'}",
                "{'SecretString':['%1$s']}",
                "{'SecretString':{'%1$s':'%1$s'}}",
                "{'%1$s':'%1$s','%1$s':1}",
                "{'VersionStages':{'%1$s':1}}",
            })
    void handle_requestWithAValueRefused_valueIsNowhere(String request) {
        String encoded = Base64.getEncoder().encodeToString(CANARY.getBytes(StandardCharsets.UTF_8));
        WireResponse answer =
                secrets.handle("PutSecretValue", request.replace('\'', '"').formatted(CANARY, encoded));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(ScriptedSecretsManager.text(answer)).doesNotContain(CANARY, encoded);
        assertThat(secrets.requests().toString()).doesNotContain(CANARY, encoded);
    }

    @Test
    void handle_oversizeValue_isNotTold() {
        String request = "{\"SecretId\":\"a\",\"SecretString\":\"" + CANARY.repeat(6_000) + "\"}";

        assertThat(secrets.answer("PutSecretValue", request))
                .contains("'secretString'")
                .doesNotContain(CANARY);
    }

    @Test
    void toString_ofAnAnswerWithAValue_isRedacted() {
        WireResponse answer = ScriptedSecretsManager.answering(
                        new GetRandomPasswordResponse(SecretValue.ofString(CANARY)))
                .handle("GetRandomPassword", "{}");

        assertThat(ScriptedSecretsManager.text(answer)).isEqualTo("{\"RandomPassword\":\"" + CANARY + "\"}");
        assertThat(answer).hasToString("WireResponse[status=200, body redacted]");
    }

    @Test
    void toString_ofAnError_tellsStatusAndCode() {
        assertThat(secrets.handle("DescribeSecret", "{\"SecretId\":\"a\"}"))
                .hasToString("WireResponse[status=400, errorType=ResourceNotFoundException, body redacted]");
    }
}
