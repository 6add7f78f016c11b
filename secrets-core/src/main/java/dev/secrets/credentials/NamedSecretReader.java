package dev.secrets.credentials;

import dev.secrets.model.SecretValue;
import dev.secrets.model.ValueReader;

/**
 * Reads the value of one secret, and names it in what it refuses.
 *
 * @param secretName the secret
 */
record NamedSecretReader(String secretName) implements ValueReader {
    @Override
    public <T> T read(SecretValue value, Class<T> type) {
        try {
            return TypedSecrets.read(value, type);
        } catch (CredentialsFormatException refused) {
            throw refused.ofSecret(secretName);
        }
    }
}
