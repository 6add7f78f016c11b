package dev.secrets.audit;

import dev.secrets.model.ChainMac;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of the journal, as {@link JournalAuditListener} describes it. Says what it claims to be; only {@link #isAuthentic}
 * tells whether it is.
 *
 * @param keyId the name of the key of its digest
 * @param previous the digest of the line before, as it names it
 * @param content what its digest covers
 * @param end its number and its digest
 */
record JournalLine(String keyId, byte[] previous, byte[] content, End end) {
    /** Far beyond the largest event. */
    static final int MAX_LENGTH = 1 << 20;

    /** What the first line names as the digest of the line before. */
    static final byte[] NO_PREVIOUS = new byte[ChainMac.LENGTH];

    /** What an interrupted line is ended with, so that it is no line. */
    static final String TORN_MARK = "#torn";

    private static final HexFormat HEX = HexFormat.of();
    private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9._:/-]{1,64}");
    private static final Pattern FORM = Pattern.compile("\\{\"seq\":([1-9][0-9]{0,17}),.*,\"key\":\"(" + KEY_ID
            + ")\",\"prev\":\"([0-9a-f]{64})\"(,\"mac\":\"([0-9a-f]{64})\"\\})");
    private static final Pattern TORN =
            Pattern.compile("\"tornBytes\":\"([0-9]{1,18})\",\"tornSha256\":\"([0-9a-f]{64})\"");

    /** Requires that the key's name can stand in a line as it is. */
    static ChainMac requireNamed(ChainMac mac) {
        if (!KEY_ID.matcher(mac.keyId()).matches()) {
            throw new IllegalArgumentException("The id of an audit key must match " + KEY_ID);
        }
        return mac;
    }

    /**
     * Where the next line goes.
     *
     * @param sequence the number of the last one
     * @param digest the digest of the last one
     */
    record End(long sequence, byte[] digest) {
        static End of(JournalPosition position) {
            return new End(position.sequence(), position.digestBytes());
        }

        JournalPosition position() {
            return new JournalPosition(sequence, HEX.formatHex(digest));
        }
    }

    /** Returns the line that the bytes claim to be, without their line feed; nothing if they have not the form of one. */
    static Optional<JournalLine> parse(byte[] text) {
        Matcher form = FORM.matcher(new String(text, StandardCharsets.ISO_8859_1));
        if (!form.matches()) {
            return Optional.empty();
        }
        return Optional.of(new JournalLine(
                form.group(2),
                HEX.parseHex(form.group(3)),
                Arrays.copyOf(text, form.start(4)),
                new End(Long.parseLong(form.group(1)), HEX.parseHex(form.group(5)))));
    }

    /** Returns whether it was written by this chain, under whichever of its keys. */
    boolean isAuthentic(ChainMac mac) {
        return mac.withKey(keyId)
                .filter(key -> MessageDigest.isEqual(key.next(previous, content), end.digest))
                .isPresent();
    }

    long sequence() {
        return end.sequence;
    }

    JournalPosition position() {
        return end.position();
    }

    boolean follows(byte[] digestBefore) {
        return MessageDigest.isEqual(previous, digestBefore);
    }

    /** Returns what the line says of the one before it, if it marks that as torn. */
    Optional<TornLine> marked() {
        String text = new String(content, StandardCharsets.US_ASCII);
        Matcher torn = TORN.matcher(text);
        return text.contains("\"eventName\":\"" + TornLine.EVENT + "\"") && torn.find()
                ? Optional.of(new TornLine(Long.parseLong(torn.group(1)), torn.group(2)))
                : Optional.empty();
    }
}
