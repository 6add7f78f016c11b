package dev.secrets.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.secrets.model.AccessDeniedException;
import dev.secrets.model.AuditIncompleteException;
import dev.secrets.model.DecryptionFailureException;
import dev.secrets.model.EncryptionFailureException;
import dev.secrets.model.InternalServiceErrorException;
import dev.secrets.model.InvalidNextTokenException;
import dev.secrets.model.InvalidParameterException;
import dev.secrets.model.InvalidRequestException;
import dev.secrets.model.LimitExceededException;
import dev.secrets.model.MalformedPolicyDocumentException;
import dev.secrets.model.PreconditionNotMetException;
import dev.secrets.model.PublicPolicyException;
import dev.secrets.model.ResourceExistsException;
import dev.secrets.model.ResourceNotFoundException;
import dev.secrets.model.SecretsManagerException;
import dev.secrets.model.ValidationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every error's status, code and body. */
final class ErrorResponseTest {
    private static final String REQUEST = "{\"SecretId\":\"a\"}";

    static Stream<Arguments> errors() {
        return Stream.of(
                arguments(new DecryptionFailureException("m"), 400, "DecryptionFailure", "Message"),
                arguments(new EncryptionFailureException("m"), 400, "EncryptionFailure", "Message"),
                arguments(new InternalServiceErrorException("m"), 500, "InternalServiceError", "Message"),
                arguments(new InvalidNextTokenException("m"), 400, "InvalidNextTokenException", "Message"),
                arguments(new InvalidParameterException("m"), 400, "InvalidParameterException", "Message"),
                arguments(new InvalidRequestException("m"), 400, "InvalidRequestException", "Message"),
                arguments(new LimitExceededException("m"), 400, "LimitExceededException", "Message"),
                arguments(
                        new MalformedPolicyDocumentException("m"), 400, "MalformedPolicyDocumentException", "Message"),
                arguments(new PreconditionNotMetException("m"), 400, "PreconditionNotMetException", "Message"),
                arguments(new PublicPolicyException("m"), 400, "PublicPolicyException", "Message"),
                arguments(new ResourceExistsException("m"), 400, "ResourceExistsException", "Message"),
                arguments(new ResourceNotFoundException("m"), 400, "ResourceNotFoundException", "Message"),
                arguments(new AccessDeniedException("m"), 400, "AccessDeniedException", "message"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    @Tag("WIRE-02")
    void handle_operationRefuses_answersCodeAndText(
            SecretsManagerException refusal, int status, String code, String messageMember) {
        WireResponse answer = ScriptedSecretsManager.throwing(refusal).handle("DescribeSecret", REQUEST);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.errorType()).contains(code);
        assertThat(ScriptedSecretsManager.text(answer))
                .isEqualTo("{\"__type\":\"" + code + "\",\"" + messageMember + "\":\"m\"}");
    }

    @Test
    void handle_changeWithoutTrailOutcome_tellsNotToRepeat() {
        WireResponse answer = ScriptedSecretsManager.throwing(
                        new AuditIncompleteException("r-1", new RuntimeException()))
                .handle("DescribeSecret", REQUEST);

        assertThat(answer.status()).isEqualTo(500);
        assertThat(ScriptedSecretsManager.text(answer))
                .startsWith("{\"__type\":\"InternalServiceError\",\"Message\":\"The change was made,")
                .contains("r-1");
    }

    @Test
    void handle_invalidName_answersAsTheFrontEndDoes() {
        assertThat(ScriptedSecretsManager.throwing(ValidationException.invalidName())
                        .answer("DescribeSecret", REQUEST))
                .isEqualTo("{\"__type\":\"ValidationException\",\"message\":\"Invalid name. Must be a valid name"
                        + " containing alphanumeric characters, or any of the following: -/_+=.@!\"}");
    }

    @Test
    @Tag("WIRE-03")
    void handle_unexpectedFailure_isToldWithoutDetail() {
        WireResponse answer = ScriptedSecretsManager.throwing(
                        new IllegalStateException("hunter2", new RuntimeException("hunter2")))
                .handle("DescribeSecret", REQUEST);

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.errorType()).contains("InternalServiceError");
        assertThat(ScriptedSecretsManager.text(answer))
                .isEqualTo(
                        "{\"__type\":\"InternalServiceError\",\"Message\":\"An error occurred on the server side.\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "getSecretValue", "secretsmanager.GetSecretValue", "GetSecretValue ", "DropTables"})
    @Tag("WIRE-09")
    void handle_unknownOperation_isRefused(String operation) {
        ScriptedSecretsManager secrets = ScriptedSecretsManager.refusing();
        WireResponse answer = secrets.handle(operation, "no json");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorType()).contains("UnknownOperationException");
        assertThat(ScriptedSecretsManager.text(answer))
                .isEqualTo("{\"__type\":\"UnknownOperationException\",\"message\":\"There is no such operation.\"}");
        assertThat(secrets.requests()).isEmpty();
    }

    @Test
    void failureOrigin_ofAChainOfCauses_tellsClassesAndLinesAlone() {
        String origin = FailureOrigin.of(new IllegalStateException("hunter2", new RuntimeException("hunter2")));

        assertThat(origin)
                .matches("java\\.lang\\.IllegalStateException at .*\\(ErrorResponseTest\\.java:\\d+\\)"
                        + ", caused by java\\.lang\\.RuntimeException at .*\\(ErrorResponseTest\\.java:\\d+\\)")
                .doesNotContain("hunter2");
    }

    @Test
    void failureOrigin_ofACircleOfCauses_ends() {
        RuntimeException first = new RuntimeException();
        first.initCause(new RuntimeException(first));

        assertThat(FailureOrigin.of(first).split("caused by")).hasSize(8);
    }
}
