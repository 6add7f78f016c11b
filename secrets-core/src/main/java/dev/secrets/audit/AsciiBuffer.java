package dev.secrets.audit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * ASCII text that is put together and thrown away again and again in one array, which grows as it must. One thread at a time.
 */
final class AsciiBuffer {
    private static final byte[] HEX_DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** A text that was longer does not keep its memory. */
    private static final int MAX_KEPT = 512 << 10;

    private final int leastCapacity;
    private byte[] bytes;
    private int length;

    /** Makes an empty buffer with room for as many bytes. */
    AsciiBuffer(int capacity) {
        this.leastCapacity = capacity;
        this.bytes = new byte[capacity];
    }

    /** Throws the text away. */
    void clear() {
        length = 0;
        if (bytes.length > MAX_KEPT) {
            bytes = new byte[leastCapacity];
        }
    }

    int length() {
        return length;
    }

    /** Returns the array that begins with the text: not a copy, and not this array any more once the text has grown. */
    byte[] array() {
        return bytes;
    }

    /** Returns whether the text ends with the character. */
    boolean endsWith(char c) {
        return length > 0 && bytes[length - 1] == c;
    }

    AsciiBuffer append(char ascii) {
        reserve(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    /** Appends text that is ASCII as it is: so the upper half of each character, which the copy drops, is zero. */
    @SuppressWarnings("deprecation") // there is no other copy that makes no array of its own
    AsciiBuffer append(String ascii) {
        int count = ascii.length();
        reserve(count);
        ascii.getBytes(0, count, bytes, length);
        length += count;
        return this;
    }

    AsciiBuffer append(long number) {
        return append(Long.toString(number));
    }

    /** Appends a number below ten to the power of the digits, with zeros in front. */
    AsciiBuffer appendDigits(int number, int digits) {
        reserve(digits);
        int rest = number;
        for (int at = length + digits - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    AsciiBuffer appendHex(byte[] digest) {
        reserve(2 * digest.length);
        for (byte b : digest) {
            bytes[length++] = HEX_DIGITS[b >> 4 & 0xF];
            bytes[length++] = HEX_DIGITS[b & 0xF];
        }
        return this;
    }

    /** Appends the escape of a character by its four hexadecimal digits. */
    AsciiBuffer appendEscape(char c) {
        return append("\\u").append(HexFormat.of().toHexDigits(c));
    }

    private void reserve(int more) {
        if (more > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(length, more)));
        }
    }

    /** Returns the text. */
    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.US_ASCII);
    }
}
