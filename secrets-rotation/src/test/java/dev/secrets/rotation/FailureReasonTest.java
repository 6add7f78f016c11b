package dev.secrets.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.model.SecretValue;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What is known of the values that are not to be told, and for how long. */
final class FailureReasonTest {
    private static final RotationException QUOTING = RotationException.retryable("Refused: password-one");

    private final FailureReason reasons = new FailureReason();

    private void see() {
        try (SecretValue value = SecretValue.ofString("password-one")) {
            reasons.saw(value);
        }
    }

    private String told() {
        return reasons.of(RotationStep.SET_SECRET, QUOTING);
    }

    @Test
    void of_valueClosedByTheRotator_isTakenOut() {
        see();

        assertThat(told()).isEqualTo("Step setSecret failed: Refused: [redacted]");
        assertThat(told()).as("again").isEqualTo("Step setSecret failed: Refused: [redacted]");
    }

    private String told(SecretValue seen, String text) {
        try (seen) {
            reasons.saw(seen);
        }
        return reasons.of(RotationStep.SET_SECRET, RotationException.retryable(text));
    }

    @Test
    void of_textsAndNumbersOfJson_areTakenOut() {
        SecretValue value = SecretValue.ofString(
                "{\"keys\" : [\"key-one\", \"key-\\u0074wo\"], \"pin\": 4711, \"more\": {\"pins\":[-12.5e3,815]}}");

        assertThat(told(value, "Refused keys: key-one, key-two, key-\\u0074wo, 4711, -12.5e3"))
                .isEqualTo("Step setSecret failed: Refused keys: [redacted], [redacted], [redacted], [redacted],"
                        + " [redacted]");
    }

    @Test
    void of_bytes_areTakenOutAsTextAndBase64() {
        SecretValue value = SecretValue.copyOf("[\"key-one\"]".getBytes(StandardCharsets.UTF_8));

        assertThat(told(value, "Refused: key-one, [\"key-one\"], WyJrZXktb25lIl0="))
                .isEqualTo("Step setSecret failed: Refused: [redacted], [redacted], [redacted]");
    }

    @Test
    void of_bytesThatAreNoText_areTakenOut() {
        SecretValue value = SecretValue.copyOf(new byte[] {-1, 0, -2, 7});

        assertThat(told(value, "Refused: /wD+Bw==")).isEqualTo("Step setSecret failed: Refused: [redacted]");
    }

    @Test
    void close_forgetsWhatWasSeenAndSeesNoMore() {
        see();
        reasons.close();
        see();

        assertThat(told()).as("nobody remembers").endsWith("password-one");
    }
}
