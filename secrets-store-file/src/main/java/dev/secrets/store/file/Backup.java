package dev.secrets.store.file;

import dev.secrets.store.file.format.ChainPosition;
import dev.secrets.store.file.format.DamagedException;
import dev.secrets.store.file.format.RecordCursor;
import dev.secrets.store.file.format.RecordCursor.Found;
import dev.secrets.store.file.fs.ReadableFile;
import dev.secrets.store.file.fs.StoreFile;
import dev.secrets.store.file.fs.StoreFs;
import dev.secrets.store.file.fs.StoreFs.HeldLock;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Copies a store into an empty directory as of one moment, while others write: a journal only grows, so its beginning up to a
 * place that is durable is a consistent copy. CURRENT comes last, so that a copy that was cut short is none. For one thread.
 */
final class Backup {
    private static final int CHUNK = 1 << 20;

    private final StoreFs target;

    Backup(StoreFs target) {
        this.target = target;
    }

    /**
     * Copies what the view knows, from the journal's file, which may be deleted meanwhile. The target is locked until that is done: of
     * two copies into one directory at the same time, neither would be a store.
     */
    void copy(Generation generation, ChainPosition end, ReadableFile source) throws IOException {
        HeldLock held = target.tryLock()
                .orElseThrow(() -> new IOException(target.description() + " is being written to by another process"));
        try {
            if (!target.list().isEmpty()) {
                throw new IOException(target.description() + " is not empty");
            }
            copyLocked(generation, end, source);
        } finally {
            held.release();
        }
    }

    private void copyLocked(Generation generation, ChainPosition end, ReadableFile source) throws IOException {
        try (StoreFile journal = target.create(generation.name())) {
            for (long at = 0; at < end.length(); at += CHUNK) {
                ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, end.length() - at));
                source.read(chunk, at);
                journal.write(chunk.flip(), at);
            }
            journal.sync();
            verify(journal, generation, end);
        }
        NewGeneration.publish(target, generation, end);
    }

    private static void verify(StoreFile journal, Generation generation, ChainPosition end) throws IOException {
        RecordCursor cursor = new RecordCursor(journal::read, generation.keys(), generation.start(), end.length());
        Found found = cursor.advance();
        while (found == Found.RECORD) {
            found = cursor.advance();
        }
        if (!cursor.position().sameAs(end)) {
            throw new DamagedException("The backup is not what the store holds: " + cursor.problem());
        }
    }
}
