package dev.secrets.keys;

/** The characters that key ids may have: ids stand in records and messages, where a control character would be a trap. */
final class Printable {
    /** How long the id of a root key is at most. */
    static final int MAX_ROOT_KEY_ID = 256;

    private Printable() {}

    static boolean is(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    static boolean isRootKeyId(String id) {
        return !id.isEmpty() && id.length() <= MAX_ROOT_KEY_ID && is(id);
    }
}
