package dev.secrets.keys;

import java.util.Arrays;

/**
 * Writes fields so that no two different sequences of fields of one layout give the same bytes: numbers have a fixed width, big
 * end first, and what varies in length is preceded by its length.
 */
final class ByteWriter {
    /** Where UTF-8 begins to need two, and three, bytes. */
    private static final int TWO_BYTES = 0x80;

    private static final int THREE_BYTES = 0x800;

    private byte[] bytes;
    private int size;

    ByteWriter(int expectedSize) {
        this.bytes = new byte[expectedSize];
    }

    ByteWriter writeByte(int value) {
        reserve(Byte.BYTES);
        bytes[size++] = (byte) value;
        return this;
    }

    ByteWriter writeShort(int value) {
        return writeByte(value >>> 8).writeByte(value);
    }

    ByteWriter writeInt(int value) {
        reserve(Integer.BYTES);
        putInt(size, value);
        size += Integer.BYTES;
        return this;
    }

    ByteWriter writeLong(long value) {
        return writeInt((int) (value >>> 32)).writeInt((int) value);
    }

    /** Writes bytes whose number the layout fixes. */
    ByteWriter writeFixed(byte[] value) {
        reserve(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
        return this;
    }

    ByteWriter writeBytes(byte[] value) {
        return writeInt(value.length).writeFixed(value);
    }

    /**
     * Writes a text as UTF-8 would, but each half of a surrogate pair by itself (known as CESU-8), because UTF-8 has no bytes for
     * a lone half: a usual encoder writes a question mark for it, and then two texts have the same bytes.
     */
    ByteWriter writeText(String text) {
        int length = encodedLength(text);
        writeInt(length);
        return length == text.length() ? writeAscii(text) : writeChars(text, length);
    }

    @SuppressWarnings("deprecation") // it drops the upper half of a character, of which ASCII has none
    private ByteWriter writeAscii(String text) {
        reserve(text.length());
        text.getBytes(0, text.length(), bytes, size);
        size += text.length();
        return this;
    }

    private ByteWriter writeChars(String text, int length) {
        reserve(length);
        for (int i = 0; i < text.length(); i++) {
            putChar(text.charAt(i));
        }
        return this;
    }

    static int encodedLength(String text) {
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            length += c < TWO_BYTES ? 1 : c < THREE_BYTES ? 2 : 3;
        }
        return length;
    }

    private void putChar(char c) {
        if (c < TWO_BYTES) {
            bytes[size++] = (byte) c;
        } else if (c < THREE_BYTES) {
            bytes[size++] = (byte) (0xC0 | c >> 6);
            bytes[size++] = (byte) (0x80 | c & 0x3F);
        } else {
            bytes[size++] = (byte) (0xE0 | c >> 12);
            bytes[size++] = (byte) (0x80 | c >> 6 & 0x3F);
            bytes[size++] = (byte) (0x80 | c & 0x3F);
        }
    }

    private void putInt(int at, int value) {
        bytes[at] = (byte) (value >>> 24);
        bytes[at + 1] = (byte) (value >>> 16);
        bytes[at + 2] = (byte) (value >>> 8);
        bytes[at + 3] = (byte) value;
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
        }
    }

    byte[] toByteArray() {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }
}
