package dev.secrets.store.jdbc;

import java.nio.charset.StandardCharsets;

/** Text as the tables keep it: bytes, so that no collation, encoding or padding of a database has a say. */
final class Utf8 {
    private static final int MAX_NAME_LENGTH = 512;
    private static final int MAX_UID_LENGTH = 128;
    private static final int MAX_VERSION_ID_LENGTH = 256;

    private Utf8() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] name(String name) {
        return bytes("Name", name, MAX_NAME_LENGTH);
    }

    static byte[] uid(String uid) {
        return bytes("Secret uid", uid, MAX_UID_LENGTH);
    }

    static byte[] versionId(String versionId) {
        return bytes("Version id", versionId, MAX_VERSION_ID_LENGTH);
    }

    /** Returns the bytes of what will be stored; a database that is not strict would cut what is too long. */
    private static byte[] bytes(String what, String text, int longest) {
        byte[] bytes = bytes(text);
        if (bytes.length > longest) {
            throw new IllegalArgumentException(what + " is " + bytes.length + " bytes long; at most " + longest);
        }
        return bytes;
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
