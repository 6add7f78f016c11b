package dev.secrets.store.file;

import dev.secrets.store.file.format.RecordIdentity;
import dev.secrets.store.file.index.RecordLocation;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Remembers what some records hold that were written or read lately, so that the change that follows need not read them again
 * to compare. What is at a place that the index knows never changes, so what is remembered stays true. Thread-safe.
 */
final class KnownRecords {
    private static final int SLOTS = 1024;

    private final AtomicReferenceArray<Known> slots = new AtomicReferenceArray<>(SLOTS);

    private record Known(long generation, RecordLocation location, RecordIdentity identity) {}

    void remember(Generation generation, RecordLocation location, RecordIdentity identity) {
        slots.set(slot(location), new Known(generation.number(), location, identity));
    }

    /** Returns what the record holds, if that is remembered. */
    Optional<RecordIdentity> find(Generation generation, RecordLocation location) {
        return Optional.ofNullable(slots.get(slot(location)))
                .filter(known -> known.generation() == generation.number()
                        && known.location().equals(location))
                .map(Known::identity);
    }

    /** Records of a length follow each other, so the place is scattered by a multiplication (Knuth). */
    private static int slot(RecordLocation location) {
        return (int) ((location.at() * 0x9E3779B97F4A7C15L) >>> 54);
    }
}
