package dev.secrets.keys;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * How a wrapping key comes from a passphrase; what stands before everything that is wrapped under one.
 *
 * @param cost within its bounds, also if it was read
 * @param salt 16 bytes in hex, so that equal salts are equal
 */
record Argon2Derivation(Argon2Cost cost, String salt) {
    private static final int KIND = 1;
    private static final int ARGON2ID_VERSION_13 = 1;
    private static final int SALT_LENGTH = 16;
    private static final int KEY_LENGTH = 32;

    static Argon2Derivation generate(Argon2Cost cost, SecureRandom random) {
        byte[] salt = new byte[SALT_LENGTH];
        random.nextBytes(salt);
        return new Argon2Derivation(cost, HexFormat.of().formatHex(salt));
    }

    /** Reads what {@link #header} gives, and runs nothing. */
    static Argon2Derivation read(byte[] wrapped) throws GeneralSecurityException {
        ByteReader reader = new ByteReader(wrapped);
        if (reader.readByte() != KIND || reader.readByte() != ARGON2ID_VERSION_13) {
            throw new GeneralSecurityException("This was not wrapped under a passphrase, or by a newer version");
        }
        Argon2Cost cost = readCost(reader);
        return new Argon2Derivation(cost, HexFormat.of().formatHex(reader.readFixed(SALT_LENGTH)));
    }

    private static Argon2Cost readCost(ByteReader reader) throws GeneralSecurityException {
        int memoryKib = reader.readInt();
        int iterations = reader.readInt();
        int parallelism = reader.readInt();
        try {
            return new Argon2Cost(memoryKib, iterations, parallelism);
        } catch (IllegalArgumentException outOfBounds) {
            throw new GeneralSecurityException("The cost is out of bounds", outOfBounds);
        }
    }

    byte[] header() {
        return new ByteWriter(2 + 3 * Integer.BYTES + SALT_LENGTH)
                .writeByte(KIND)
                .writeByte(ARGON2ID_VERSION_13)
                .writeInt(cost.memoryKib())
                .writeInt(cost.iterations())
                .writeInt(cost.parallelism())
                .writeFixed(HexFormat.of().parseHex(salt))
                .toByteArray();
    }

    /** Takes the time and the memory that the cost says. */
    byte[] derive(byte[] passphrase) {
        Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
        argon2.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memoryKib())
                .withIterations(cost.iterations())
                .withParallelism(cost.parallelism())
                .withSalt(HexFormat.of().parseHex(salt))
                .build());
        byte[] key = new byte[KEY_LENGTH];
        argon2.generateBytes(passphrase, key);
        return key;
    }
}
