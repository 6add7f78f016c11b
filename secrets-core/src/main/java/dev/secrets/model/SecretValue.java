package dev.secrets.model;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * The payload of one version, or another value that must not show itself: text or bytes. Keeps a private copy, hands out
 * copies, and overwrites its own on {@link #close}. It never shows what it holds: not in {@code toString}, not in Java or JSON
 * serialisation, not in an exception. Safe to share between threads.
 *
 * <p>Overwriting reduces exposure and does not end it: the garbage collector may have moved the bytes before, and a
 * {@link #revealString revealed} text can't be overwritten.
 */
public final class SecretValue implements AutoCloseable {
    /** Whether a value is text (SecretString) or bytes (SecretBinary). A text is never the same value as its bytes. */
    public enum Kind {
        /** Text, kept as UTF-8. */
        STRING,
        /** Bytes. */
        BINARY
    }

    private static final int LAST_ASCII = 0x7F;

    /** The highest bit of each byte, which no ASCII character has. */
    private static final long NOT_ASCII = 0x8080_8080_8080_8080L;

    private final Kind kind;
    private final byte[] bytes;
    private boolean closed;

    private SecretValue(Kind kind, byte[] bytes) {
        this.kind = kind;
        this.bytes = bytes;
    }

    /**
     * Returns a value that holds the text.
     *
     * @throws InvalidParameterException if the text has half of a surrogate pair and so can't be written as UTF-8
     */
    public static SecretValue ofString(CharSequence text) {
        byte[] ascii = new byte[text.length()];
        for (int i = 0; i < ascii.length; i++) {
            char c = text.charAt(i);
            if (c > LAST_ASCII) {
                Arrays.fill(ascii, (byte) 0);
                return ofUnicode(text);
            }
            ascii[i] = (byte) c;
        }
        return new SecretValue(Kind.STRING, ascii);
    }

    private static SecretValue ofUnicode(CharSequence text) {
        char[] characters = new char[text.length()];
        CharBuffer.wrap(text).get(characters);
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(characters));
            byte[] exact = new byte[encoded.remaining()];
            encoded.get(exact);
            overwrite(encoded);
            return new SecretValue(Kind.STRING, exact);
        } catch (CharacterCodingException unpairedSurrogate) {
            throw new InvalidParameterException("The secret string is not valid Unicode text.");
        } finally {
            Arrays.fill(characters, '\0');
        }
    }

    /** Returns a value that holds a copy of the bytes. */
    public static SecretValue copyOf(byte[] bytes) {
        return new SecretValue(Kind.BINARY, bytes.clone());
    }

    /**
     * Returns a value of the given kind that holds a copy of the bytes.
     *
     * @throws InvalidParameterException if the kind is text and the bytes are not UTF-8
     */
    public static SecretValue copyOf(Kind kind, byte[] bytes) {
        return wrap(kind, bytes.clone());
    }

    /**
     * Returns a value of the given kind that holds the array itself, which is this value's from now on: nobody else may read or
     * change it.
     *
     * @throws InvalidParameterException if the kind is text and the bytes are not UTF-8
     */
    public static SecretValue wrap(Kind kind, byte[] bytes) {
        requireText(kind, bytes);
        return new SecretValue(kind, bytes);
    }

    /** Returns whether this is text or bytes. */
    public Kind kind() {
        return kind;
    }

    /** Returns the length in bytes, of a text in UTF-8. */
    public int length() {
        return bytes.length;
    }

    /**
     * Returns a copy of the bytes, of a text in UTF-8. The copy is the caller's to overwrite.
     *
     * @throws IllegalStateException if this value is closed
     */
    public synchronized byte[] reveal() {
        requireOpen();
        return bytes.clone();
    }

    /**
     * Returns the text. A {@code String} can't be overwritten: prefer {@link #reveal} where that matters.
     *
     * @throws IllegalStateException if this value is closed, or is not text
     */
    public synchronized String revealString() {
        requireOpen();
        if (kind != Kind.STRING) {
            throw new IllegalStateException("This secret value is binary; reveal() returns its bytes");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /**
     * Returns whether the other value is of the same kind and holds the same bytes, in time that does not depend on where they
     * differ. Deliberately not {@code equals}: a secret is no key of a map.
     *
     * @throws IllegalStateException if either value is closed
     */
    public boolean sameBytesAs(SecretValue other) {
        byte[] theirs = other.reveal();
        try {
            return kind == other.kind && sameBytesAs(theirs);
        } finally {
            Arrays.fill(theirs, (byte) 0);
        }
    }

    private synchronized boolean sameBytesAs(byte[] theirs) {
        requireOpen();
        return MessageDigest.isEqual(bytes, theirs);
    }

    /** Overwrites the bytes. What was handed out before stays as it is. Closing again does nothing. */
    @Override
    public synchronized void close() {
        Arrays.fill(bytes, (byte) 0);
        closed = true;
    }

    @Override
    public String toString() {
        return "SecretValue[redacted]";
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("This secret value is closed");
        }
    }

    private static void overwrite(ByteBuffer buffer) {
        Arrays.fill(buffer.array(), (byte) 0);
    }

    private static void requireText(Kind kind, byte[] bytes) {
        if (kind == Kind.STRING && !isAscii(bytes)) {
            decode(bytes);
        }
    }

    /** Eight bytes at a time: every read of a text comes here. */
    private static boolean isAscii(byte[] bytes) {
        ByteBuffer eights = ByteBuffer.wrap(bytes);
        int i = 0;
        while (i <= bytes.length - Long.BYTES) {
            if ((eights.getLong(i) & NOT_ASCII) != 0) {
                return false;
            }
            i += Long.BYTES;
        }
        while (i < bytes.length) {
            if (bytes[i] < 0) {
                return false;
            }
            i++;
        }
        return true;
    }

    private static void decode(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException notText) {
            throw new InvalidParameterException("The secret string is not valid UTF-8 text.");
        }
    }
}
