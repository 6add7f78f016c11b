package dev.secrets.audit;

import java.util.HexFormat;

/**
 * A place in an audit journal: noted outside of the reach of whoever can write to the journal, it lets {@link
 * AuditJournalVerifier#containing} find that the journal and its head were put back to an earlier state.
 *
 * @param sequence the number of a line; zero before the first
 * @param digest the digest of that line: 64 hexadecimal digits, all zero before the first
 */
public record JournalPosition(long sequence, String digest) {
    private static final int DIGITS = 64;

    static final JournalPosition START = new JournalPosition(0, "0".repeat(DIGITS));

    /** @throws IllegalArgumentException if the sequence is negative or the digest is not 64 lower-case hexadecimal digits */
    public JournalPosition {
        if (sequence < 0 || !isDigest(digest)) {
            throw new IllegalArgumentException(
                    "A position is a sequence of at least 0 and a digest of 64 hexadecimal digits; found " + sequence
                            + " and " + digest.length() + " characters");
        }
    }

    private static boolean isDigest(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return text.length() == DIGITS;
    }

    byte[] digestBytes() {
        return HexFormat.of().parseHex(digest);
    }
}
