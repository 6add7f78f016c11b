package dev.secrets.operations;

import dev.secrets.keys.KeyManager;
import java.util.Optional;
import java.util.Set;

/** Key ids as callers write them. */
public final class KmsKeys {
    private static final Set<String> DEFAULT = Set.of("", "aws/secretsmanager", "alias/aws/secretsmanager");

    private KmsKeys() {}

    /** Returns the key that is meant; the default key, however it is written, is none (checklist UPD-06). */
    public static Optional<String> normalized(String kmsKeyId) {
        return DEFAULT.contains(kmsKeyId) ? Optional.empty() : Optional.of(kmsKeyId);
    }

    /** Returns the id of the key that is meant. */
    public static String id(Optional<String> normalized) {
        return normalized.orElse(KeyManager.DEFAULT_KEY_ID);
    }
}
