package dev.secrets.store.file;

import dev.secrets.store.file.format.ChainPosition;
import dev.secrets.store.file.format.HeadSlot;
import dev.secrets.store.file.fs.StoreFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Lets HEAD vouch for each batch that is durable. It knows which slot it wrote last, and reads HEAD only if somebody else wrote
 * in between: whoever does appends to the journal. For whoever holds the directory's lock.
 */
final class HeadWriter {
    private final StoreFile head;
    private Optional<Written> last = Optional.empty();

    private record Written(long generation, long vouchedLength, long slotAt) {
        boolean isNewest(Generation inUse, ChainPosition batchStart) {
            return generation == inUse.number() && vouchedLength == batchStart.length();
        }
    }

    HeadWriter(StoreFile head) {
        this.head = head;
    }

    /** Writes that the journal is durable up to the end of a batch. */
    void vouch(Generation inUse, ChainPosition batchStart, ChainPosition batchEnd) throws IOException {
        long at = last.isPresent() && last.get().isNewest(inUse, batchStart)
                ? HeadSlots.other(last.get().slotAt())
                : HeadSlots.older(head, inUse);
        HeadSlot slot = new HeadSlot(inUse.number(), batchEnd);
        head.write(ByteBuffer.wrap(slot.encode(inUse.keys())), at);
        last = Optional.of(new Written(inUse.number(), batchEnd.length(), at));
    }
}
