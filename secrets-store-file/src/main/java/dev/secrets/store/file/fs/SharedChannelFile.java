package dev.secrets.store.file.fs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;

/**
 * A file that callers' threads read. Java closes a channel when a thread that is inside it is interrupted, under the hands of all
 * other threads. Here nobody notices: a read puts the interrupt flag aside, and whoever finds the channel closed opens it again
 * and goes on. The flag is as it was, or set, when the read returns. Thread-safe.
 */
final class SharedChannelFile implements ReadableFile {
    private final Opening opening;
    private volatile FileChannel channel;
    private boolean closed; // guarded by this

    SharedChannelFile(Opening opening) throws IOException {
        this.opening = opening;
        this.channel = opening.open();
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
        int start = into.position();
        return (int) uninterrupted(current -> {
            into.position(start);
            return ChannelFile.readFully(current, into, position);
        });
    }

    @Override
    public long size() throws IOException {
        return uninterrupted(FileChannel::size);
    }

    private long uninterrupted(Use use) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                FileChannel current = channel;
                try {
                    return use.of(current);
                } catch (ClosedChannelException interruptedHereOrElsewhere) {
                    interrupted |= Thread.interrupted();
                    reopen(current);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized void reopen(FileChannel broken) throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        if (channel == broken) {
            channel = opening.open();
        }
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        channel.close();
    }

    /** Opens the file. */
    @FunctionalInterface
    interface Opening {
        FileChannel open() throws IOException;
    }

    @FunctionalInterface
    private interface Use {
        long of(FileChannel channel) throws IOException;
    }
}
