package dev.secrets.engine;

import dev.secrets.store.StoredValue;
import java.util.List;

/**
 * Values that were sealed for one change.
 *
 * @param values the values
 * @param sinceNanos {@link System#nanoTime} before the first of them was sealed
 */
public record SealedValues(List<StoredValue> values, long sinceNanos) {
    /** Returns no values, for a change whose metadata is about to be sealed. */
    public static SealedValues none() {
        return new SealedValues(List.of(), System.nanoTime());
    }

    long ageNanos() {
        return System.nanoTime() - sinceNanos;
    }
}
