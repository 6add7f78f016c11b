package dev.secrets.store.file.format;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * One of the two slots of the HEAD file: up to where a journal is known to be durable. A slot is one disk sector, so that it is
 * written whole or not at all.
 *
 * @param generation the journal
 * @param position the place in it
 */
public record HeadSlot(long generation, ChainPosition position) {
    /** The length of a slot: a sector. */
    public static final int LENGTH = 512;

    private static final byte[] MAGIC = "SECRHEAD".getBytes(StandardCharsets.US_ASCII);
    private static final int GENERATION_AT = MAGIC.length;
    private static final int MAC_AT = LENGTH - ChainKeys.LENGTH;

    /** Returns the slot's bytes. */
    public byte[] encode(ChainKeys keys) {
        ByteBuffer slot = ByteBuffer.allocate(LENGTH);
        slot.put(MAGIC).putLong(generation).putLong(position.sequence()).putLong(position.length());
        slot.put(position.chain());
        return slot.position(MAC_AT).put(keys.ofHead(slot.array(), MAC_AT)).array();
    }

    /** Returns which journal the slot claims to be about, before anything was checked. */
    public static long claimedGeneration(byte[] slot) {
        return ByteBuffer.wrap(slot).getLong(GENERATION_AT);
    }

    /** Returns how many records the slot claims to vouch for, before anything was checked. */
    public static long claimedSequence(byte[] slot) {
        return ByteBuffer.wrap(slot).getLong(GENERATION_AT + Long.BYTES);
    }

    /** Returns what the slot says about the generation: nothing if it is damaged, empty, or about another. */
    public static Optional<HeadSlot> decode(byte[] slot, long generation, ChainKeys keys) {
        ByteBuffer bytes = ByteBuffer.wrap(slot);
        if (slot.length != LENGTH || claimedGeneration(slot) != generation) {
            return Optional.empty();
        }
        if (!ChainKeys.same(Arrays.copyOfRange(slot, MAC_AT, LENGTH), keys.ofHead(slot, MAC_AT))) {
            return Optional.empty();
        }
        bytes.position(GENERATION_AT + Long.BYTES);
        long sequence = bytes.getLong();
        long length = bytes.getLong();
        byte[] chain = new byte[ChainKeys.LENGTH];
        bytes.get(chain);
        return Optional.of(new HeadSlot(generation, new ChainPosition(length, sequence, chain)));
    }
}
