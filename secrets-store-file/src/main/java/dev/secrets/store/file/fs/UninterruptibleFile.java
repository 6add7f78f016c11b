package dev.secrets.store.file.fs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * A {@link StoreFile} that threads may use which are interrupted. Java closes a {@code FileChannel} when a thread inside it is
 * interrupted, under the hands of all other threads; its asynchronous sibling is not an interruptible channel. Given an executor
 * that runs each task where it is submitted, it makes the same system call on the caller's thread. Thread-safe.
 */
final class UninterruptibleFile implements StoreFile {
    private final AsynchronousFileChannel channel;
    private final FileIdentity identity;

    private UninterruptibleFile(AsynchronousFileChannel channel, FileIdentity identity) {
        this.channel = channel;
        this.identity = identity;
    }

    static UninterruptibleFile open(Path path, DirectoryNames names, Set<OpenOption> options) throws IOException {
        AsynchronousFileChannel channel = AsynchronousFileChannel.open(path, options, new CallingThread());
        try {
            return new UninterruptibleFile(channel, new FileIdentity(path, names));
        } catch (IOException | RuntimeException | Error failure) {
            channel.close();
            throw failure;
        }
    }

    /** A read may return less than there is; only the end of the file is a reason to stop. */
    @Override
    public int read(ByteBuffer into, long position) throws IOException {
        int total = 0;
        while (into.hasRemaining()) {
            int read = result(channel.read(into, position + total));
            if (read < 0) {
                break;
            }
            total += read;
        }
        return total;
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public void write(ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += result(channel.write(bytes, at));
        }
    }

    /** On Linux the call was made before there was a future; elsewhere it may still be under way, and is waited for. */
    private static int result(Future<Integer> call) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return call.get();
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IOException(failed.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isStillNamed() throws IOException {
        return identity.isUnchanged();
    }

    @Override
    public void truncate(long length) throws IOException {
        channel.truncate(length);
    }

    @Override
    public void sync() throws IOException {
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
