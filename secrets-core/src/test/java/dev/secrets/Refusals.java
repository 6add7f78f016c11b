package dev.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.secrets.model.SecretsManagerException;
import dev.secrets.store.StoredSecret;
import dev.secrets.store.StoredValue;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Checks that a call is refused in the service's words and leaves nothing behind in the store (checklist VALID-11). */
final class Refusals {
    static final String NOT_FOUND = "Secrets Manager can't find the specified secret.";
    static final String MARKED_FOR_DELETION =
            "You can't perform this operation on the secret because it was marked for deletion.";

    private Refusals() {}

    static SecretsManagerException assertRefused(
            SecretsFixture fixture, ThrowingCallable call, String errorCode, String message) {
        SecretsManagerException refusal = assertRefused(fixture, call, errorCode);
        assertThat(refusal).hasMessage(message);
        return refusal;
    }

    /** For refusals whose text is not established. */
    static SecretsManagerException assertRefused(SecretsFixture fixture, ThrowingCallable call, String errorCode) {
        List<Kept> before = kept(fixture);
        SecretsManagerException refusal = catchThrowableOfType(SecretsManagerException.class, call);
        assertThat(refusal).as("a refusal with " + errorCode).isNotNull();
        assertThat(refusal.errorCode()).as(refusal.getMessage()).isEqualTo(errorCode);
        assertThat(kept(fixture)).as("what the store keeps").isEqualTo(before);
        return refusal;
    }

    static void assertNotFound(SecretsFixture fixture, ThrowingCallable call) {
        assertRefused(fixture, call, "ResourceNotFoundException", NOT_FOUND);
    }

    static void assertMarkedForDeletion(SecretsFixture fixture, ThrowingCallable call) {
        assertRefused(fixture, call, "InvalidRequestException", MARKED_FOR_DELETION);
    }

    private static List<Kept> kept(SecretsFixture fixture) {
        return fixture.store.page("", 10_000).stream()
                .filter(secret -> secret.name().charAt(0) != '#')
                .map(secret -> new Kept(secret, fixture.store.values(secret.name(), secret.secretUid())))
                .toList();
    }

    private record Kept(StoredSecret secret, List<StoredValue> values) {}
}
