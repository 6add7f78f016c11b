package dev.secrets.keys;

import java.security.GeneralSecurityException;
import java.util.Arrays;

/**
 * Reads what {@link ByteWriter} wrote, from bytes that nobody vouches for: a length is checked against its bound and against what
 * is left before anything is copied.
 */
final class ByteReader {
    private final byte[] bytes;
    private int position;

    ByteReader(byte[] bytes) {
        this.bytes = bytes;
    }

    int position() {
        return position;
    }

    int readByte() throws GeneralSecurityException {
        require(Byte.BYTES);
        return bytes[position++] & 0xFF;
    }

    int readShort() throws GeneralSecurityException {
        return readByte() << 8 | readByte();
    }

    int readInt() throws GeneralSecurityException {
        return readShort() << 16 | readShort();
    }

    long readLong() throws GeneralSecurityException {
        return (long) readInt() << 32 | readInt() & 0xFFFF_FFFFL;
    }

    byte[] readFixed(int length) throws GeneralSecurityException {
        require(length);
        position += length;
        return Arrays.copyOfRange(bytes, position - length, position);
    }

    byte[] readBytes(int maxLength) throws GeneralSecurityException {
        int length = readInt();
        if (length < 0 || length > maxLength) {
            throw new GeneralSecurityException("A field is too long");
        }
        return readFixed(length);
    }

    /** Reads a text of printable ASCII, which can be shown and compared without surprises. */
    String readPrintable(int maxLength) throws GeneralSecurityException {
        byte[] text = readBytes(maxLength);
        char[] chars = new char[text.length];
        for (int i = 0; i < text.length; i++) {
            chars[i] = (char) (text[i] & 0xFF);
        }
        if (!Printable.is(new String(chars))) {
            throw new GeneralSecurityException("A text has characters that are not printable ASCII");
        }
        return new String(chars);
    }

    byte[] readRemaining() throws GeneralSecurityException {
        return readFixed(bytes.length - position);
    }

    void requireEnd() throws GeneralSecurityException {
        if (position != bytes.length) {
            throw new GeneralSecurityException("There is more than the format has");
        }
    }

    private void require(int length) throws GeneralSecurityException {
        if (bytes.length - position < length) {
            throw new GeneralSecurityException("There is less than the format has");
        }
    }
}
