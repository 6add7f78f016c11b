package dev.secrets.store.file.format;

/**
 * A place between two records of a journal.
 *
 * @param length how many bytes lie before it
 * @param sequence the sequence number of the record before it; 0 after the header
 * @param chain the digest of the record before it, or of the header; treated as immutable
 */
public record ChainPosition(long length, long sequence, byte[] chain) {
    /** Returns whether the other is the same place of the same history. */
    public boolean sameAs(ChainPosition other) {
        return length == other.length && sequence == other.sequence && ChainKeys.same(chain, other.chain);
    }
}
