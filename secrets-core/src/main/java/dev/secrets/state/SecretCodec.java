package dev.secrets.state;

import dev.secrets.model.ValidationException;
import java.time.DateTimeException;

/**
 * A secret's metadata as bytes: one message in the wire format of Protocol Buffers, which is sealed before a store sees it. The
 * file {@code secret.proto} beside this class describes it, and {@code protoc} reads it by that. Name and uid are not in it; they
 * are the record's, and the sealing binds them. What is absent is left out; times are milliseconds since 1970, days are days since
 * then.
 *
 * <p>Strict: an unknown format is refused, and so is a message that was cut short: a field that must be there is its last. Fields
 * that are not known are ignored. The format is frozen by a test: what was ever written must be readable.
 */
public final class SecretCodec {
    private static final int FORMAT = 1;

    private SecretCodec() {}

    /** Returns the bytes of the secret's metadata. */
    public static byte[] encode(Secret secret) {
        MessageWriter message = new MessageWriter();
        message.number(MetadataField.FORMAT, FORMAT);
        SecretWriter.write(message, secret);
        return message.toByteArray();
    }

    /**
     * Returns the secret whose metadata these bytes are.
     *
     * @param name of the record
     * @param uid of the record
     * @throws IllegalStateException if a newer version of this library wrote them, or they are not metadata at all
     */
    public static Secret decode(String name, String uid, byte[] bytes) {
        try {
            MessageReader message = new MessageReader(bytes);
            requireFormat(name, message);
            return SecretReader.secret(name, uid, message);
        } catch (IllegalArgumentException | DateTimeException | ValidationException noMetadata) {
            throw new IllegalStateException("The metadata of " + name + " can't be read", noMetadata);
        }
    }

    private static void requireFormat(String name, MessageReader message) {
        int format = message.smallNumber(MetadataField.FORMAT);
        if (format != FORMAT) {
            throw new IllegalStateException(
                    "The metadata of " + name + " has format " + format + "; this version reads format " + FORMAT);
        }
    }
}
