package dev.secrets.examples.benchmarks;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The least that shares syncs: threads copy their bytes into a buffer; one of them writes and syncs it while the next buffer
 * gathers, and then wakes the others. No index, no checks, no second process. Thread-safe.
 */
final class GroupCommittedLog implements Closeable {
    private static final int BUFFER = 1 << 20;

    private final FileChannel channel;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition synced = lock.newCondition();
    private ByteBuffer gathering = ByteBuffer.allocateDirect(BUFFER);
    private ByteBuffer spare = ByteBuffer.allocateDirect(BUFFER);
    private long batch;
    private long durableBatch = -1;
    private boolean writing;

    GroupCommittedLog(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND);
    }

    /** Returns when the bytes are on the disk. */
    void append(byte[] bytes) throws IOException {
        lock.lock();
        try {
            gathering.put(bytes);
            long mine = batch;
            while (durableBatch < mine) {
                if (writing) {
                    synced.awaitUninterruptibly();
                } else {
                    writeGathered();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void writeGathered() throws IOException {
        writing = true;
        ByteBuffer bytes = gathering.flip();
        gathering = spare.clear();
        spare = bytes;
        long written = batch++;
        lock.unlock();
        try {
            channel.write(bytes);
            channel.force(false);
        } finally {
            lock.lock();
            writing = false;
        }
        durableBatch = written;
        synced.signalAll();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
