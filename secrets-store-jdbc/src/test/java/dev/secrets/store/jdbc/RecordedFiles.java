package dev.secrets.store.jdbc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * A file system of H2 that remembers, one after another, what is written to each file: {@code recorded:memFS:…}. So a test can make
 * the file that a kill would have left after any one of these writes.
 */
public final class RecordedFiles extends FilePathWrapper {
    private static final String SCHEME = "recorded";
    private static final Map<String, RecordedFiles.Writes> FILES = new ConcurrentHashMap<>();

    static {
        FilePath.register(new RecordedFiles());
    }

    /** Returns what is written to the file, from its beginning; grows while the database is open. */
    static Writes writes(String path) {
        return FILES.computeIfAbsent(SCHEME + ":" + path, file -> new Writes());
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        FileChannel base = super.open(mode);
        Writes writes = FILES.get(name);
        return writes == null ? base : new Channel(base, writes);
    }

    /** Writes to one file, in their order. Thread-safe. */
    static final class Writes {
        private final List<Write> all = new ArrayList<>();

        synchronized int count() {
            return all.size();
        }

        private synchronized void add(Write write) {
            all.add(write);
        }

        synchronized Write get(int index) {
            return all.get(index);
        }
    }

    /** Bytes at a position; none of them where the file was cut off there. */
    record Write(long position, byte[] bytes) {
        void to(FileChannel file) throws IOException {
            if (bytes.length == 0) {
                file.truncate(position);
            } else {
                file.write(ByteBuffer.wrap(bytes), position);
            }
        }
    }

    private static final class Channel extends FileBaseDefault {
        private final FileChannel base;
        private final Writes writes;

        Channel(FileChannel base, Writes writes) {
            this.base = base;
            this.writes = writes;
        }

        @Override
        public long size() throws IOException {
            return base.size();
        }

        @Override
        public int read(ByteBuffer to, long position) throws IOException {
            return base.read(to, position);
        }

        @Override
        public synchronized int write(ByteBuffer from, long position) throws IOException {
            byte[] bytes = new byte[from.remaining()];
            from.duplicate().get(bytes);
            writes.add(new Write(position, bytes));
            return base.write(from, position);
        }

        @Override
        protected synchronized void implTruncate(long size) throws IOException {
            writes.add(new Write(size, new byte[0]));
            base.truncate(size);
        }

        @Override
        public void force(boolean metaData) throws IOException {
            base.force(metaData);
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return base.tryLock(position, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            base.close();
        }
    }
}
