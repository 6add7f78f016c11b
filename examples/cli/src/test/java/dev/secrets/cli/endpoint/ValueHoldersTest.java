package dev.secrets.cli.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.cli.rotators.FunctionCredentials.Loan;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** No type of the endpoint that holds a value or a key shows it. */
final class ValueHoldersTest {
    private static final String CANARY = "c4n4ry-v4lu3";
    private static final byte[] BYTES = CANARY.getBytes(StandardCharsets.UTF_8);
    private static final String ARN = "arn:aws:secretsmanager:us-east-1:000000000000:secret:a-aaaaaa";

    @Test
    void requestsAndAnswers_showNoBody() {
        ReceivedRequest request = new ReceivedRequest(
                "POST",
                RequestTarget.parse("/" + CANARY),
                Map.of("authorization", List.of(CANARY)),
                BYTES.clone(),
                "127.0.0.1",
                false);

        assertThat(request.toString()).doesNotContain(CANARY);
        assertThat(Answer.text("text/plain", CANARY).toString()).doesNotContain(CANARY);
        request.wipe();
        assertThat(request.body()).containsOnly(0);
    }

    @Test
    void credentialsOfAFunction_areInItsEnvironmentAlone() {
        RotationSessions sessions = new RotationSessions();
        try (TestServer server = TestServer.start()) {
            sessions.use(server.accessKeys(), URI.create("http://127.0.0.1/"));
            try (Loan loan = sessions.lend(ARN)) {
                assertThat(loan.toString())
                        .doesNotContain(loan.environment().get("AWS_SECRET_ACCESS_KEY"))
                        .doesNotContain(loan.environment().get("AWS_SESSION_TOKEN"));
                assertThat(sessions.toString())
                        .doesNotContain(loan.environment().get("AWS_SECRET_ACCESS_KEY"));
            }
        }
    }
}
