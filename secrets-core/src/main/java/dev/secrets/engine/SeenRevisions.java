package dev.secrets.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.secrets.store.StoredSecret;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers what this process has seen of each name, so that a whole older record that is put back is noticed: a revision below
 * the highest seen of the same uid, or a uid that was seen to be replaced or deleted. Memory only, so it notices nothing from
 * before the process began; {@code verify} against a manifest does. About a hundred bytes for each secret the process has used.
 */
final class SeenRevisions {
    private static final long RETIRED_UIDS = 100_000;

    private final Map<String, Seen> seen = new ConcurrentHashMap<>();
    private final Cache<String, Boolean> retired =
            Caffeine.newBuilder().maximumSize(RETIRED_UIDS).build();

    private record Seen(String uid, long revision) {}

    /** Returns whether the record is older than what was seen. */
    boolean isRolledBack(StoredSecret record) {
        Seen before = seen.get(record.name());
        if (before != null && before.uid.equals(record.secretUid())) {
            return before.revision > record.revision();
        }
        return retired.getIfPresent(record.secretUid()) != null;
    }

    /** Notes a record whose seal has opened: what anybody could have written must not make the true one look old. */
    void saw(StoredSecret record) {
        seen.merge(record.name(), new Seen(record.secretUid(), record.revision()), this::newer);
    }

    private Seen newer(Seen before, Seen now) {
        if (!before.uid.equals(now.uid)) {
            retired.put(before.uid, true);
            return now;
        }
        return now.revision > before.revision ? now : before;
    }

    /** Notes that this process has deleted the secret. */
    void deleted(StoredSecret record) {
        retired.put(record.secretUid(), true);
        seen.computeIfPresent(record.name(), (name, known) -> known.uid.equals(record.secretUid()) ? null : known);
    }
}
