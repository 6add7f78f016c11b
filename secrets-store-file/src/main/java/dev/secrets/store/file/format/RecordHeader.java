package dev.secrets.store.file.format;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * What stands before a record's body. The checksum tells, without a key, a length that can be believed from garbage.
 *
 * @param bodyLength the length of the body in bytes
 * @param sequence one more than the record before; 1 for the first of a generation
 * @param type the code of a {@link RecordType}
 * @param flags a sum of {@link #FIRST_OF_BATCH} and {@link #FRESH}
 */
public record RecordHeader(int bodyLength, long sequence, int type, int flags) {
    /** The length of a header. */
    public static final int LENGTH = 18;

    /** How much longer than its body a record is. */
    public static final int OVERHEAD = LENGTH + ChainKeys.LENGTH;

    /** The longest body. A change that needs more is refused. */
    public static final int MAX_BODY_LENGTH = 16 << 20;

    /** The first record of those that were written together: it proves that all before it had been made durable. */
    public static final int FIRST_OF_BATCH = 1;

    /** On a PUT: drops all values that the name had before. */
    public static final int FRESH = 2;

    private static final int KNOWN_FLAGS = FIRST_OF_BATCH | FRESH;
    private static final int CHECKSUM_AT = LENGTH - Integer.BYTES;

    /** Returns the length of the whole record. */
    public int recordLength() {
        return bodyLength + OVERHEAD;
    }

    /** Returns whether the flag is set. */
    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    void encode(ByteBuffer into) {
        int start = into.position();
        into.putInt(bodyLength).putLong(sequence).put((byte) type).put((byte) flags);
        into.putInt(checksum(into.array(), into.arrayOffset() + start));
    }

    /** Returns whether the bytes at the offset can be a header: the length is a possible one and the checksum is right. */
    static boolean isPlausible(byte[] bytes, int offset) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int length = buffer.getInt(offset);
        return length >= 0
                && length <= MAX_BODY_LENGTH
                && buffer.getInt(offset + CHECKSUM_AT) == checksum(bytes, offset);
    }

    static RecordHeader decode(byte[] bytes, int offset) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, LENGTH);
        return new RecordHeader(
                buffer.getInt(), buffer.getLong(), Byte.toUnsignedInt(buffer.get()), Byte.toUnsignedInt(buffer.get()));
    }

    /** Refuses what only a newer version can have written; called for records whose MAC is right. */
    void requireKnown() throws UnknownFormatException {
        RecordType.of(type);
        if ((flags & ~KNOWN_FLAGS) != 0) {
            throw new UnknownFormatException(
                    "A record has flags " + flags + ", which are not all known. Use a newer version of the library");
        }
    }

    private static int checksum(byte[] bytes, int offset) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, CHECKSUM_AT);
        return (int) crc.getValue();
    }
}
