package dev.secrets.store.file;

import dev.secrets.store.file.format.ByteSource;
import dev.secrets.store.file.format.ChainPosition;
import dev.secrets.store.file.format.HeadSlot;
import dev.secrets.store.file.fs.StoreFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the HEAD file said at one moment. It has two slots that are written in turn, so that a torn write leaves the other. A slot
 * is written after the journal was synced and is not synced itself: it may lag behind the journal, and is never ahead of it.
 */
final class HeadSlots {
    private static final int LENGTH = 2 * HeadSlot.LENGTH;

    private final List<byte[]> slots;

    private HeadSlots(List<byte[]> slots) {
        this.slots = slots;
    }

    static HeadSlots read(ByteSource head) throws IOException {
        byte[] bytes = new byte[LENGTH];
        head.read(ByteBuffer.wrap(bytes), 0);
        return new HeadSlots(
                List.of(Arrays.copyOf(bytes, HeadSlot.LENGTH), Arrays.copyOfRange(bytes, HeadSlot.LENGTH, LENGTH)));
    }

    /** Returns the slot that says most about the generation. */
    Optional<HeadSlot> newest(Generation generation) {
        return Stream.of(decoded(0, generation), decoded(1, generation))
                .flatMap(Optional::stream)
                .max(Comparator.comparingLong(slot -> slot.position().sequence()));
    }

    /** Returns whether a slot claims to say more about the generation than is known, or speaks of a later one. A cheap look. */
    boolean mayTellMore(Generation generation, ChainPosition known) {
        return mayHaveEnded(generation)
                || slots.stream()
                        .anyMatch(slot -> HeadSlot.claimedGeneration(slot) == generation.number()
                                && HeadSlot.claimedSequence(slot) > known.sequence());
    }

    /** Returns whether a slot speaks of a later generation. */
    boolean mayHaveEnded(Generation generation) {
        return slots.stream().anyMatch(slot -> HeadSlot.claimedGeneration(slot) > generation.number());
    }

    private long sequence(int index, Generation generation) {
        return decoded(index, generation)
                .map(slot -> slot.position().sequence())
                .orElse(-1L);
    }

    private Optional<HeadSlot> decoded(int index, Generation generation) {
        return HeadSlot.decode(slots.get(index), generation.number(), generation.keys());
    }

    /**
     * Writes a slot over the one that says less about the generation in use.
     *
     * @param head the file
     * @param inUse whose newest slot must stay
     * @param slot what to write
     * @param of the generation that the slot is about
     */
    static void write(StoreFile head, Generation inUse, HeadSlot slot, Generation of) throws IOException {
        head.write(ByteBuffer.wrap(slot.encode(of.keys())), older(head, inUse));
    }

    /** Returns where the slot is that says less about the generation. */
    static long older(StoreFile head, Generation inUse) throws IOException {
        HeadSlots now = read(head::read);
        return now.sequence(0, inUse) <= now.sequence(1, inUse) ? 0 : HeadSlot.LENGTH;
    }

    /** Returns where the slot is that is not at the place. */
    static long other(long at) {
        return HeadSlot.LENGTH - at;
    }

    /**
     * Lets both slots speak of the generation in use, durably: while one is still about the generation before, a torn write of the
     * other would leave nothing.
     */
    static void fill(StoreFile head, Generation inUse) throws IOException {
        HeadSlots now = read(head::read);
        Optional<HeadSlot> newest = now.newest(inUse);
        boolean isFull =
                now.decoded(0, inUse).isPresent() && now.decoded(1, inUse).isPresent();
        if (newest.isPresent() && !isFull) {
            write(head, inUse, newest.get(), inUse);
            head.sync();
        }
    }

    /** Writes both slots of a new file. */
    static void writeBoth(StoreFile head, HeadSlot slot, Generation of) throws IOException {
        byte[] bytes = slot.encode(of.keys());
        head.write(ByteBuffer.allocate(LENGTH).put(bytes).put(bytes).flip(), 0);
    }
}
