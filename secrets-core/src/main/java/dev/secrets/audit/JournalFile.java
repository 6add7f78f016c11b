package dev.secrets.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;

/** What the journal needs of a file that it writes. Used by one thread at a time, which nobody may interrupt. */
interface JournalFile extends AutoCloseable {
    /** Writes all of the bytes at the position. */
    void write(byte[] bytes, long position) throws IOException;

    /** Returns when everything written is on the disk. */
    void force() throws IOException;

    /** Cuts the file back to the size. */
    void truncate(long size) throws IOException;

    @Override
    void close() throws IOException;

    /** Opens files; tests put files there that fail. */
    @FunctionalInterface
    interface Opener {
        JournalFile open(Path path, Set<OpenOption> options, FileAttribute<?>... attributes) throws IOException;
    }

    /** Opens a file of the file system. */
    static JournalFile onDisk(Path path, Set<OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        FileChannel channel = FileChannel.open(path, options, attributes);
        return new JournalFile() {
            @Override
            public void write(byte[] bytes, long position) throws IOException {
                ByteBuffer rest = ByteBuffer.wrap(bytes);
                while (rest.hasRemaining()) {
                    channel.write(rest, position + rest.position());
                }
            }

            @Override
            public void force() throws IOException {
                channel.force(false);
            }

            @Override
            public void truncate(long size) throws IOException {
                channel.truncate(size);
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }
}
