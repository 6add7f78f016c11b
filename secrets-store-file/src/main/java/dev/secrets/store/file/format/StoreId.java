package dev.secrets.store.file.format;

import java.util.HexFormat;

/**
 * What tells one store from another: 16 random bytes, drawn when the store was created and the same in all its copies.
 *
 * @param hex the bytes in hexadecimal
 */
public record StoreId(String hex) {
    static final int LENGTH = 16;

    /** Returns the id of the bytes. */
    public static StoreId of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("A store id has " + LENGTH + " bytes, not " + bytes.length);
        }
        return new StoreId(HexFormat.of().formatHex(bytes));
    }

    byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }
}
