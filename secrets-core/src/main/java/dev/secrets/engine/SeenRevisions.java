package dev.secrets.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.secrets.store.StoredSecret;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Remembers what this process has seen of each name, so that a whole older record that is put back is noticed: a revision below
 * the highest seen of the same uid, or a uid that was seen to be replaced, or was deleted by this process. A name that is merely not
 * found may be found again, as it was: a store that was cut off and restored is no rollback. Memory only, so it notices nothing from
 * before the process began; {@code verify} against a manifest does. About a hundred bytes for each secret the process has used.
 *
 * <p>Other threads may see a newer record between the reading of one and the question whether it is old: a record that is in
 * doubt is read again after a {@link Mark}, and judged by what was seen before the mark alone. Thread-safe.
 */
final class SeenRevisions {
    private static final long RETIRED_UIDS = 100_000;

    private final Map<String, Seen> seen = new ConcurrentHashMap<>();
    /** The uids of secrets that are gone, with the number of the retirement. */
    private final Cache<String, Long> retired =
            Caffeine.newBuilder().maximumSize(RETIRED_UIDS).build();

    private final AtomicLong retirements = new AtomicLong();

    private record Seen(String uid, long revision) {
        static Seen of(StoredSecret record) {
            return new Seen(record.secretUid(), record.revision());
        }

        boolean isOf(StoredSecret record) {
            return uid.equals(record.secretUid());
        }

        Seen orNewer(Seen other) {
            return uid.equals(other.uid) && other.revision > revision ? other : this;
        }
    }

    /** What was known at one moment. */
    record Mark(Optional<Seen> seen, long retirements) {}

    /** Returns whether the record is, as far as is known here, not the latest of its name. */
    boolean isDoubtful(StoredSecret record) {
        Seen known = seen.get(record.name());
        return known == null
                ? retired.getIfPresent(record.secretUid()) != null
                : !known.isOf(record) || known.revision > record.revision();
    }

    Mark mark(String name) {
        long before = retirements.get();
        return new Mark(Optional.ofNullable(seen.get(name)), before);
    }

    /** Returns whether a record that was read after the mark is older than what was seen before it. */
    boolean isRolledBack(StoredSecret record, Mark mark) {
        Long retirement = retired.getIfPresent(record.secretUid());
        return (retirement != null && retirement <= mark.retirements)
                || mark.seen
                        .filter(before -> before.isOf(record) && before.revision > record.revision())
                        .isPresent();
    }

    /** Notes a genuine record, unless one of another uid was seen: which of them is newer, a reading after a mark tells. */
    void note(StoredSecret record) {
        seen.merge(record.name(), Seen.of(record), Seen::orNewer);
    }

    /** Notes a genuine record that was read after the mark: it has taken the place of what was seen before. */
    void note(StoredSecret record, Mark mark) {
        mark.seen
                .filter(before -> !before.isOf(record))
                .filter(before -> seen.replace(record.name(), before, Seen.of(record)))
                .ifPresentOrElse(replaced -> retire(replaced.uid), () -> note(record));
    }

    /** Notes that this process has deleted the secret. */
    void deleted(StoredSecret record) {
        retire(record.secretUid());
        seen.computeIfPresent(record.name(), (name, known) -> known.isOf(record) ? null : known);
    }

    private void retire(String uid) {
        retired.asMap().computeIfAbsent(uid, gone -> retirements.incrementAndGet());
    }
}
