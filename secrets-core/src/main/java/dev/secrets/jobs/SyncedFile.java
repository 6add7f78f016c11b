package dev.secrets.jobs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;

/**
 * A file that is forced to the disk when it is closed: whoever writes to it closes it with what it was wrapped in.
 *
 * @param file the file, which is this one's to close
 * @param sync forces it
 */
record SyncedFile(FileChannel file, FileSync sync) implements WritableByteChannel {
    @Override
    public int write(ByteBuffer bytes) throws IOException {
        return file.write(bytes);
    }

    @Override
    public boolean isOpen() {
        return file.isOpen();
    }

    @Override
    public void close() throws IOException {
        try (file) {
            if (file.isOpen()) {
                sync.content(file);
            }
        }
    }
}
