package dev.secrets.cli.endpoint;

import dev.secrets.SigningKey;
import dev.secrets.SigningScope;
import java.util.Optional;

/** Where signing keys come from. Thread-safe. */
@FunctionalInterface
interface SigningKeys {
    /**
     * Returns the key; empty if there is no such access key, or it is not accepted with this token.
     *
     * @param sessionToken what came with temporary credentials
     * @throws Refusal if the token has expired
     */
    Optional<SigningKey> find(String accessKeyId, SigningScope scope, Optional<String> sessionToken);
}
