package dev.secrets.audit;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** A set of sequences, kept as ranges, so that a million lines that are gone need no more memory than one. */
final class SequenceRanges {
    private final TreeMap<Long, Long> lastByFirst = new TreeMap<>();

    /** Adds a range above all others; an empty one adds nothing. */
    void add(long first, long last) {
        if (first <= last) {
            lastByFirst.put(first, last);
        }
    }

    /** Removes a sequence; returns whether it was there. */
    boolean remove(long sequence) {
        Map.Entry<Long, Long> range = lastByFirst.floorEntry(sequence);
        if (range == null || range.getValue() < sequence) {
            return false;
        }
        lastByFirst.remove(range.getKey());
        add(range.getKey(), sequence - 1);
        add(sequence + 1, range.getValue());
        return true;
    }

    void forEach(BiConsumer<Long, Long> consumer) {
        lastByFirst.forEach(consumer);
    }
}
