package dev.secrets.model;

/** Reads a secret value as a typed secret; what stands behind {@link GetSecretValueResponse#as}. Thread-safe. */
@FunctionalInterface
public interface ValueReader {
    /**
     * Returns the value as the type asked for.
     *
     * @throws IllegalArgumentException if the type is not known
     * @throws RuntimeException if the value does not have the type's form; the message names what is wrong, never the value
     */
    <T> T read(SecretValue value, Class<T> type);
}
