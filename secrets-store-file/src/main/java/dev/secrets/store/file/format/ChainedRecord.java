package dev.secrets.store.file.format;

import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.crypto.Mac;

/**
 * The keyed digest of one record: over the digest before it, its place in the journal, its header and its body. The place keeps
 * a record that is read by itself, without the chain, from passing for another one of the same length. For one thread at a time.
 */
public final class ChainedRecord {
    private final Mac mac;
    private final ByteBuffer place = ByteBuffer.allocate(Long.BYTES);
    private final byte[] stored = new byte[ChainKeys.LENGTH];

    /** Digests with the keys of a generation. */
    public ChainedRecord(ChainKeys keys) {
        this.mac = keys.forRecords();
    }

    /**
     * Returns the digest.
     *
     * @param previous the digest before
     * @param at where in the journal the record begins
     * @param bytes holds the record
     * @param offset where its header begins
     * @param length the length of header and body
     */
    byte[] digest(byte[] previous, long at, byte[] bytes, int offset, int length) {
        mac.update(previous);
        mac.update(place.clear().putLong(at).flip());
        mac.update(bytes, offset, length);
        return mac.doFinal();
    }

    /**
     * Returns whether a record is the one that was written after the digest before it.
     *
     * @param previous the digest before
     * @param at where in the journal it begins
     * @param bytes holds the record's header, body and digest
     * @param offset where it begins
     * @param recordLength the length of all of it
     */
    public boolean isIntact(byte[] previous, long at, byte[] bytes, int offset, int recordLength) {
        int signed = recordLength - ChainKeys.LENGTH;
        byte[] digest = digest(previous, at, bytes, offset, signed);
        System.arraycopy(bytes, offset + signed, stored, 0, ChainKeys.LENGTH);
        return ChainKeys.same(digest, stored);
    }

    static byte[] stored(byte[] bytes, int offset, int recordLength) {
        return Arrays.copyOfRange(bytes, offset + recordLength - ChainKeys.LENGTH, offset + recordLength);
    }
}
