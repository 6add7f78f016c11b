package dev.secrets.store.file.fs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A {@link StoreFile} on a channel. */
final class ChannelFile implements StoreFile {
    private final FileChannel channel;
    private final FileIdentity identity;

    ChannelFile(FileChannel channel, FileIdentity identity) {
        this.channel = channel;
        this.identity = identity;
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
        return readFully(channel, into, position);
    }

    /** A read may return less than there is; only the end of the file is a reason to stop. */
    static int readFully(FileChannel channel, ByteBuffer into, long position) throws IOException {
        int total = 0;
        while (into.hasRemaining()) {
            int read = channel.read(into, position + total);
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
            at += channel.write(bytes, at);
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
