package dev.secrets.engine;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Identities and suffixes from one cryptographically strong source. Thread-safe. */
public final class Randomness {
    private static final String ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int SUFFIX_LENGTH = 6;
    private static final int SIX_BITS = 0x3f;

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
        ByteBuffer bits = ByteBuffer.wrap(bytes(2 * Long.BYTES));
        long high = bits.getLong() & 0xffff_ffff_ffff_0fffL | 0x4000L;
        long low = bits.getLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    /** Returns the six characters that end an ARN (checklist ID-04). */
    String arnSuffix() {
        StringBuilder suffix = new StringBuilder(SUFFIX_LENGTH);
        while (suffix.length() < SUFFIX_LENGTH) {
            appendCharacters(suffix, bytes(2 * SUFFIX_LENGTH));
        }
        return suffix.toString();
    }

    /** Passes over what would make some characters likelier than others. */
    private static void appendCharacters(StringBuilder suffix, byte[] drawn) {
        for (int i = 0; i < drawn.length && suffix.length() < SUFFIX_LENGTH; i++) {
            int number = drawn[i] & SIX_BITS;
            if (number < ALPHANUMERIC.length()) {
                suffix.append(ALPHANUMERIC.charAt(number));
            }
        }
    }

    /** Draws at once what is needed: each draw has its price. */
    private byte[] bytes(int count) {
        byte[] drawn = new byte[count];
        random.nextBytes(drawn);
        return drawn;
    }
}
