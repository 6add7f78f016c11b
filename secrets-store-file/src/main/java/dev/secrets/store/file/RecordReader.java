package dev.secrets.store.file;

import dev.secrets.store.file.format.ChainKeys;
import dev.secrets.store.file.format.ChainedRecord;
import dev.secrets.store.file.format.DamagedException;
import dev.secrets.store.file.format.GenerationHeader;
import dev.secrets.store.file.format.PutBody;
import dev.secrets.store.file.format.RecordHeader;
import dev.secrets.store.file.index.RecordLocation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Reads one record by its place: one read of the record and of the MAC before it, and one check of its MAC, each time. What rots
 * on the disk while the store is open is an error for the secret it belongs to, and never a wrong answer.
 */
final class RecordReader {
    private RecordReader() {}

    /**
     * Returns the body of a record that puts a secret.
     *
     * @throws DamagedException if the record is not what was written
     */
    static PutBody read(Generation generation, RecordLocation location) throws IOException {
        byte[] bytes = new byte[ChainKeys.LENGTH + location.length()];
        int read = generation.file().read(ByteBuffer.wrap(bytes), location.at() - ChainKeys.LENGTH);
        byte[] previous = location.at() == GenerationHeader.LENGTH
                ? generation.start().chain()
                : Arrays.copyOf(bytes, ChainKeys.LENGTH);
        if (read < bytes.length
                || !new ChainedRecord(generation.keys())
                        .isIntact(previous, location.at(), bytes, ChainKeys.LENGTH, location.length())) {
            throw new DamagedException(
                    "The record at byte " + location.at() + " of " + generation.name() + " is damaged");
        }
        int bodyAt = ChainKeys.LENGTH + RecordHeader.LENGTH;
        return PutBody.decode(ByteBuffer.wrap(bytes, bodyAt, location.length() - RecordHeader.OVERHEAD));
    }
}
