package dev.secrets.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A line that a crash interrupted. It stays where it is, and the line after it says how long it is and what its digest is.
 *
 * @param length its bytes, without the mark that ends it
 * @param sha256 of these bytes, in hex
 */
record TornLine(long length, String sha256) {
    static final String EVENT = "AuditJournalRecovered";

    static TornLine of(byte[] bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return new TornLine(bytes.length, HexFormat.of().formatHex(digest.digest(bytes)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }

    /** Returns whether the line, its mark included, is this one. */
    boolean isMarkedIn(byte[] line) {
        byte[] mark = JournalLine.TORN_MARK.getBytes(StandardCharsets.US_ASCII);
        int end = line.length - mark.length;
        return end == length
                && MessageDigest.isEqual(mark, Arrays.copyOfRange(line, end, line.length))
                && equals(of(Arrays.copyOf(line, end)));
    }

    /** Returns the event that tells of a recovery. */
    static AuditEvent recovered(Instant time, Optional<TornLine> torn, boolean headDamaged) {
        Map<String, String> details = new LinkedHashMap<>();
        torn.ifPresent(line -> {
            details.put("tornBytes", Long.toString(line.length));
            details.put("tornSha256", line.sha256);
        });
        if (headDamaged) {
            details.put("head", "damaged");
        }
        return AuditEvent.ofService(time, "-", EVENT, Optional.empty(), details);
    }
}
