package dev.secrets.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.model.SecretValue;
import org.junit.jupiter.api.Test;

/** What is known of the values that are not to be told, and for how long. */
final class FailureReasonTest {
    private static final RotationException QUOTING = RotationException.passing("Refused: password-one");

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

    @Test
    void close_forgetsWhatWasSeenAndSeesNoMore() {
        see();
        reasons.close();
        see();

        assertThat(told()).as("nobody remembers").endsWith("password-one");
    }
}
