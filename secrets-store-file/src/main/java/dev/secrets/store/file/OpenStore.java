package dev.secrets.store.file;

import dev.secrets.store.file.fs.StoreFile;
import dev.secrets.store.file.fs.StoreFs;
import java.io.Closeable;
import java.io.IOException;

/**
 * The parts of an open store that all who work on it share.
 *
 * @param fs the directory
 * @param rootKeys what wraps the journal's keys
 * @param lock what keeps other processes out
 * @param head the HEAD file
 * @param journal the journal in use
 * @param recovery brings a view up to date
 * @param follower sees what others wrote
 * @param feed tells subscribers
 * @param health whether the store may write
 * @param reports tells the listener
 */
record OpenStore(
        StoreFs fs,
        RootKeys rootKeys,
        DirectoryLock lock,
        StoreFile head,
        LiveJournal journal,
        Recovery recovery,
        Follower follower,
        ChangeFeed feed,
        Health health,
        Reports reports)
        implements Closeable {
    /** Makes HEAD durable and gives everything back. */
    @Override
    public void close() throws IOException {
        Closing.all(this::syncHead, journal.view().generation(), head, fs);
    }

    private void syncHead() throws IOException {
        if (!health.hasFailed()) {
            head.sync();
        }
    }
}
