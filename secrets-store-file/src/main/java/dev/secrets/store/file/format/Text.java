package dev.secrets.store.file.format;

import java.nio.charset.StandardCharsets;

/** Names and ids as bytes: UTF-8, short, and back to the same characters. */
public final class Text {
    /** The longest text in bytes; names and ids are far shorter. */
    public static final int LONGEST = 4096;

    private Text() {}

    /** Returns the bytes of a text that is about to be stored. */
    public static byte[] encode(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > LONGEST) {
            throw new IllegalArgumentException(
                    "A name or id has " + bytes.length + " bytes; at most " + LONGEST + " can be stored");
        }
        if (hasSurrogates(text) && !decode(bytes).equals(text)) {
            throw new IllegalArgumentException("A name or id holds half of a surrogate pair");
        }
        return bytes;
    }

    private static boolean hasSurrogates(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** Returns the bytes of a text that is only looked for: what can't be stored is not found. */
    public static byte[] probe(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the text. */
    public static String decode(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
