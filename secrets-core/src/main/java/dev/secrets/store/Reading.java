package dev.secrets.store;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * One reading of a store, by one thread, that others wait for while it is under way and share when it is done. Equal to itself
 * alone. Thread-safe.
 */
final class Reading {
    /** What objects, references and the map's entry come to, on the high side. */
    private static final int OVERHEAD_BYTES = 512;

    private final Instant begun;
    private final Optional<StoredSecret> beside;
    private final CompletableFuture<Optional<FoundSecret>> answer = new CompletableFuture<>();

    /**
     * Begins.
     *
     * @param begun a time before the store is asked: what it answers was so at that time or later
     * @param beside for the value of a version the record that it belongs to; absent if the record itself is read
     */
    Reading(Instant begun, Optional<StoredSecret> beside) {
        this.begun = begun;
        this.beside = beside;
    }

    Instant begun() {
        return begun;
    }

    boolean isBeside(StoredSecret record) {
        return beside.filter(record::equals).isPresent();
    }

    /** Ends with the answer. */
    void succeed(Optional<FoundSecret> read) {
        answer.complete(read);
    }

    /** Returns whether there is an answer, and not merely that a version has no value. */
    boolean isWorthKeeping() {
        return answer.isDone() && (beside.isEmpty() || answer.join().isPresent());
    }

    /** Ends without answer, if it has not ended with one. */
    void giveUp() {
        answer.cancel(false);
    }

    /** Returns the answer, for which it waits; if the reading was given up, what the caller reads then. */
    Optional<FoundSecret> answerOr(Supplier<Optional<FoundSecret>> read) {
        try {
            return answer.join();
        } catch (CancellationException givenUp) {
            return read.get();
        }
    }

    /** Returns about how many bytes are held; none while it is under way, when the cache must not drop it. */
    int weight(CacheKey key) {
        if (!answer.isDone()) {
            return 0;
        }
        int bytes = OVERHEAD_BYTES + 2 * key.name().length();
        bytes += beside.map(Reading::weight).orElse(0);
        return bytes + answer.join().map(Reading::weight).orElse(0);
    }

    private static int weight(FoundSecret found) {
        int value =
                found.currentValue().map(present -> present.sealed().length()).orElse(0);
        return weight(found.secret()) + value;
    }

    private static int weight(StoredSecret record) {
        return 2 * record.name().length() + record.metadata().length();
    }
}
