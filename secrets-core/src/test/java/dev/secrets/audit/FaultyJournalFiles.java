package dev.secrets.audit;

import java.io.IOException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Files on the disk of which writes and syncs fail, or hang, while they are told to. Thread-safe. */
final class FaultyJournalFiles implements JournalFile.Opener {
    volatile boolean full;
    volatile boolean syncsFail;
    volatile CountDownLatch hang = new CountDownLatch(0);

    @Override
    public JournalFile open(Path path, Set<OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        JournalFile file = JournalFile.onDisk(path, options, attributes);
        return new JournalFile() {
            @Override
            public void write(byte[] bytes, int length, long position) throws IOException {
                awaitUninterruptibly();
                if (full) {
                    file.write(bytes, length / 2, position);
                    throw new IOException("No space left on device");
                }
                file.write(bytes, length, position);
            }

            @Override
            public void force() throws IOException {
                if (syncsFail) {
                    throw new IOException("Input/output error");
                }
                file.force();
            }

            @Override
            public void truncate(long size) throws IOException {
                file.truncate(size);
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }

    private void awaitUninterruptibly() {
        while (hang.getCount() > 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }
}
