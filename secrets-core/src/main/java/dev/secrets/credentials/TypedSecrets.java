package dev.secrets.credentials;

import dev.secrets.model.SecretValue;
import dev.secrets.model.ValueReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads a secret as the type that is asked for. Stateless. */
public final class TypedSecrets {
    private static final Map<Class<?>, Function<SecretValue, ?>> READERS = readers();

    private TypedSecrets() {}

    private static Map<Class<?>, Function<SecretValue, ?>> readers() {
        Map<Class<?>, Function<SecretValue, ?>> readers = new LinkedHashMap<>();
        readers.put(DatabaseCredentials.class, DatabaseCredentials::parse);
        readers.put(ApiKey.class, ApiKey::parse);
        readers.put(OAuthTokens.class, OAuthTokens::parse);
        readers.put(SshKeyPair.class, SshKeyPair::parse);
        readers.put(String.class, TypedSecrets::text);
        readers.put(byte[].class, SecretValue::reveal);
        readers.put(SecretValue.class, SecretValueCopies::of);
        return readers;
    }

    /**
     * Returns a secret's value as {@link DatabaseCredentials}, {@link ApiKey}, {@link OAuthTokens}, {@link SshKeyPair},
     * {@code String} (text only), {@code byte[]} (of a text in UTF-8) or {@link SecretValue}. What is returned is the caller's own;
     * the value may be closed.
     *
     * @throws CredentialsFormatException if the value does not have the type's form; the message says what is wrong, never the value
     * @throws IllegalArgumentException if the type is none of these
     */
    public static <T> T read(SecretValue value, Class<T> type) {
        Function<SecretValue, ?> reader = READERS.get(type);
        if (reader == null) {
            throw new IllegalArgumentException("A secret can be read as " + supported() + "; not as " + type.getName());
        }
        return type.cast(reader.apply(value));
    }

    /** Returns what reads the value of the secret as {@link #read} does, and names the secret in the message of what it refuses. */
    public static ValueReader readerOf(String secretName) {
        return new NamedSecretReader(secretName);
    }

    private static String text(SecretValue value) {
        if (value.kind() != SecretValue.Kind.STRING) {
            throw new CredentialsFormatException("String: the secret is binary; it can be read as byte[]");
        }
        return value.revealString();
    }

    private static String supported() {
        return READERS.keySet().stream().map(Class::getSimpleName).collect(Collectors.joining(", "));
    }
}
