package dev.secrets.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.secrets.model.SecretValue;
import java.util.Base64;
import java.util.function.Function;

/** Short words for the tests of this package, and the canary that must not be seen again. */
final class Secrets {
    static final String CANARY = "c4n4ry-Tr0ub4dor";

    private Secrets() {}

    static SecretValue secret(String text) {
        return SecretValue.ofString(text);
    }

    /** A JSON object written with single quotes, for legibility; the canary stands for %s. */
    static SecretValue json(String text) {
        return secret(text.replace('\'', '"').replace("%s", CANARY));
    }

    static String text(SecretValue value) {
        return value.revealString().replace('"', '\'');
    }

    /** Returns the message with which a value is refused, having looked for the canary in all that is thrown. */
    static String refusal(SecretValue value, Function<SecretValue, ?> reader) {
        CredentialsFormatException refused =
                catchThrowableOfType(CredentialsFormatException.class, () -> reader.apply(value));
        assertThat(refused).as("an unacceptable secret").isNotNull();
        assertThat(refused).hasNoCause();
        assertThat(refused.getSuppressed()).isEmpty();
        assertHidden(refused.toString());
        return refused.getMessage();
    }

    static void assertHidden(String shown) {
        String encoded = Base64.getEncoder().withoutPadding().encodeToString(CANARY.getBytes());
        assertThat(shown).doesNotContain(CANARY, CANARY.substring(0, 6), CANARY.substring(8), encoded);
    }
}
