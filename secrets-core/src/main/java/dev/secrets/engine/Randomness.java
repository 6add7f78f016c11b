package dev.secrets.engine;

import java.security.SecureRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Identities and suffixes from one cryptographically strong source. Thread-safe. */
public final class Randomness {
    private static final String ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int SUFFIX_LENGTH = 6;

    private final SecureRandom random;

    /** Draws from the source given. */
    public Randomness(SecureRandom random) {
        this.random = random;
    }

    /** Returns the source. */
    public RandomGenerator source() {
        return random;
    }

    /** Returns a random UUID as text, such as SDKs send for a client request token (checklist CREATE-02). */
    public String uuid() {
        long high = random.nextLong() & 0xffff_ffff_ffff_0fffL | 0x4000L;
        long low = random.nextLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    /** Returns the six characters that end an ARN (checklist ID-04). */
    String arnSuffix() {
        StringBuilder suffix = new StringBuilder(SUFFIX_LENGTH);
        for (int i = 0; i < SUFFIX_LENGTH; i++) {
            suffix.append(ALPHANUMERIC.charAt(random.nextInt(ALPHANUMERIC.length())));
        }
        return suffix.toString();
    }
}
