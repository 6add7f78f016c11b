package dev.secrets.store.file.format;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Names and ids as bytes: UTF-8, short, and back to the same characters. */
public final class Text {
    /** The longest text in bytes; names and ids are far shorter. */
    public static final int MAX_BYTES = 4096;

    private Text() {}

    /** Returns the bytes of a text that is about to be stored. */
    public static byte[] encode(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "A name or id has " + bytes.length + " bytes; at most " + MAX_BYTES + " can be stored");
        }
        if (isChanged(text, bytes)) {
            throw new IllegalArgumentException("A name or id holds half of a surrogate pair");
        }
        return bytes;
    }

    /** Returns whether the text held half of a surrogate pair, for which UTF-8 has nothing. */
    private static boolean isChanged(String text, byte[] bytes) {
        return hasSurrogates(text) && !decode(bytes).equals(text);
    }

    private static boolean hasSurrogates(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns the bytes of a text that is only looked for. What can't be stored is not found: half of a surrogate pair becomes three
     * bytes that no stored text holds, in its place in the order.
     */
    public static byte[] probe(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return isChanged(text, bytes) ? withHalves(text) : bytes;
    }

    private static byte[] withHalves(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        text.codePoints().forEach(point -> bytes.writeBytes(isHalf(point) ? half(point) : one(point)));
        return bytes.toByteArray();
    }

    private static boolean isHalf(int point) {
        return Character.getType(point) == Character.SURROGATE;
    }

    private static byte[] half(int point) {
        return new byte[] {(byte) (0xE0 | point >> 12), (byte) (0x80 | point >> 6 & 0x3F), (byte) (0x80 | point & 0x3F)
        };
    }

    private static byte[] one(int point) {
        return Character.toString(point).getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the text. */
    public static String decode(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
