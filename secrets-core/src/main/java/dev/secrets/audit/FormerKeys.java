package dev.secrets.audit;

import java.util.HashMap;
import java.util.Map;

/**
 * The keys that others have followed in a journal. A rotation goes one way: whoever knows a former key can't go on with the
 * journal under it. Confined to one thread.
 */
final class FormerKeys {
    private final Map<String, Long> followedAt = new HashMap<>();
    private String current = "";

    /** Takes note of the next line of the journal. */
    void follow(JournalLine line) {
        if (!line.keyId().equals(current)) {
            followedAt.put(current, line.sequence());
            current = line.keyId();
        }
    }

    /** Returns whether the line's key was in use where the line claims to stand. */
    boolean mayHaveWritten(JournalLine line) {
        return line.sequence() < followedAt.getOrDefault(line.keyId(), Long.MAX_VALUE);
    }
}
