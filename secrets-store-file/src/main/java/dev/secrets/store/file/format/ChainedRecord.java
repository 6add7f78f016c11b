package dev.secrets.store.file.format;

import java.util.Arrays;
import javax.crypto.Mac;

/** The keyed digest of one record: over the digest before it, its header and its body. For one thread at a time. */
public final class ChainedRecord {
    private final Mac mac;
    private final byte[] computed = new byte[ChainKeys.LENGTH];

    /** Digests with the keys of a generation. */
    public ChainedRecord(ChainKeys keys) {
        this.mac = keys.forRecords();
    }

    /**
     * Returns the digest.
     *
     * @param previous the digest before
     * @param bytes holds the record
     * @param offset where its header begins
     * @param length the length of header and body
     */
    byte[] digest(byte[] previous, byte[] bytes, int offset, int length) {
        mac.update(previous);
        mac.update(bytes, offset, length);
        return mac.doFinal();
    }

    /**
     * Returns whether a record is the one that was written after the digest before it.
     *
     * @param bytes holds the record's header, body and digest
     * @param offset where it begins
     * @param recordLength the length of all of it
     */
    public boolean isIntact(byte[] previous, byte[] bytes, int offset, int recordLength) {
        int signed = recordLength - ChainKeys.LENGTH;
        byte[] digest = digest(previous, bytes, offset, signed);
        System.arraycopy(bytes, offset + signed, computed, 0, ChainKeys.LENGTH);
        return ChainKeys.same(digest, computed);
    }

    static byte[] stored(byte[] bytes, int offset, int recordLength) {
        return Arrays.copyOfRange(bytes, offset + recordLength - ChainKeys.LENGTH, offset + recordLength);
    }
}
