package dev.secrets.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Readings of a store, the ones under way among them. Whoever finds a reading under its key shares it; whoever does not puts its
 * own there before it asks the store. To forget is to take a reading away: it still answers those who wait for it, who all began
 * before, and can't come back, because what ends well is kept only if it is still there.
 */
final class ReadingCache {
    private final Cache<CacheKey, Reading> readings;

    ReadingCache(long maximumBytes) {
        readings = Caffeine.newBuilder()
                .maximumWeight(maximumBytes)
                .weigher((CacheKey key, Reading reading) -> reading.weight(key))
                .executor(Runnable::run)
                .build();
    }

    /**
     * Returns the answer of a reading that counts, or of the caller's own.
     *
     * @param counts whether what is there may answer the caller
     * @param own the caller's own, for if none may
     * @param read asks the store
     */
    Optional<FoundSecret> get(
            CacheKey key, Predicate<Reading> counts, Supplier<Reading> own, Supplier<Optional<FoundSecret>> read) {
        Reading kept = readings.getIfPresent(key);
        if (kept != null && counts.test(kept)) {
            return kept.answerOr(read);
        }
        Reading mine = own.get();
        Reading chosen =
                readings.asMap().merge(key, mine, (present, absent) -> counts.test(present) ? present : absent);
        return chosen == mine ? lead(key, mine, read) : chosen.answerOr(read);
    }

    /** Returns the answer of the caller's own reading, which takes the place of whatever is there. */
    Optional<FoundSecret> renew(CacheKey key, Reading own, Supplier<Optional<FoundSecret>> read) {
        readings.put(key, own);
        return lead(key, own, read);
    }

    private Optional<FoundSecret> lead(CacheKey key, Reading own, Supplier<Optional<FoundSecret>> read) {
        try {
            Optional<FoundSecret> answer = read.get();
            own.succeed(answer);
            return answer;
        } finally {
            if (own.isWorthKeeping()) {
                readings.asMap().replace(key, own, own); // weighs it, now that there is something to weigh
            } else {
                readings.asMap().remove(key, own);
                own.giveUp();
            }
        }
    }

    void forget(CacheKey key) {
        readings.invalidate(key);
    }

    void forgetAll() {
        readings.invalidateAll();
    }
}
