package dev.secrets.audit;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;

/** What the journal needs of a file that it writes. Used by one thread at a time; who forces it must not be interrupted. */
interface JournalFile extends AutoCloseable {
    /** Writes the first bytes of an array, as many as the length says, at the position. */
    void write(byte[] bytes, int length, long position) throws IOException;

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

    /** Opens a file of the file system; an interrupt of a thread that writes does not close it. */
    static JournalFile onDisk(Path path, Set<OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        // Makes the file as the options say, and follows no link; the channel itself would be closed by an interrupt.
        FileChannel.open(path, options, attributes).close();
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        return new JournalFile() {
            private long at = -1;

            @Override
            public void write(byte[] bytes, int length, long position) throws IOException {
                if (position != at) {
                    file.seek(position);
                }
                at = -1;
                file.write(bytes, 0, length);
                at = position + length;
            }

            @Override
            public void force() throws IOException {
                file.getChannel().force(false);
            }

            @Override
            public void truncate(long size) throws IOException {
                at = -1;
                file.setLength(size);
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }
}
