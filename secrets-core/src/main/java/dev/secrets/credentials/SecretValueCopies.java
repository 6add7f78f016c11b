package dev.secrets.credentials;

import dev.secrets.model.SecretValue;
import java.util.Arrays;

/** Copies of secret values, for whoever must be able to close their own. */
final class SecretValueCopies {
    private SecretValueCopies() {}

    static SecretValue of(SecretValue value) {
        byte[] bytes = value.reveal();
        try {
            return SecretValue.copyOf(value.kind(), bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
