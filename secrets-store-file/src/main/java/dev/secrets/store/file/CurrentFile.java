package dev.secrets.store.file;

import dev.secrets.store.file.format.CurrentPointer;
import dev.secrets.store.file.fs.ReadableFile;
import dev.secrets.store.file.fs.StoreFile;
import dev.secrets.store.file.fs.StoreFs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Optional;

/** The file that names the journal in use. It is replaced in two steps, so that what needs disk space comes first. */
final class CurrentFile {
    private static final int MAX_BYTES = 256;

    private CurrentFile() {}

    /** Returns what the file says, or nothing if there is none. */
    static Optional<CurrentPointer> read(StoreFs fs) throws IOException {
        try (ReadableFile file = fs.openToRead(FileNames.CURRENT)) {
            byte[] bytes = new byte[MAX_BYTES];
            int length = file.read(ByteBuffer.wrap(bytes), 0);
            return Optional.of(CurrentPointer.decode(Arrays.copyOf(bytes, length)));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }

    /** Writes beside the file what it shall say, durable after the next sync of the directory. */
    static void prepare(StoreFs fs, Generation generation) throws IOException {
        fs.delete(FileNames.NEXT_CURRENT);
        try (StoreFile file = fs.create(FileNames.NEXT_CURRENT)) {
            CurrentPointer pointer =
                    CurrentPointer.of(generation.number(), generation.header().storeId(), generation.keys());
            file.write(ByteBuffer.wrap(pointer.encode()), 0);
            file.sync();
        }
    }

    /** Puts what was prepared in place, durably. */
    static void switchOver(StoreFs fs) throws IOException {
        fs.replace(FileNames.NEXT_CURRENT, FileNames.CURRENT);
        fs.syncDirectory();
    }
}
