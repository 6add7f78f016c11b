package dev.secrets.store.file;

import dev.secrets.model.RootKey;
import dev.secrets.store.DueCursor;
import dev.secrets.store.DueSecret;
import dev.secrets.store.FoundSecret;
import dev.secrets.store.SecretChange;
import dev.secrets.store.SecretStore;
import dev.secrets.store.StoreUnavailableException;
import dev.secrets.store.StoredSecret;
import dev.secrets.store.StoredValue;
import dev.secrets.store.Subscription;
import dev.secrets.store.file.StoreFailures.Access;
import dev.secrets.store.file.format.GenerationHeader;
import dev.secrets.store.file.fs.LocalFs;
import dev.secrets.store.file.fs.ReadableFile;
import dev.secrets.store.file.fs.StoreFs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Keeps secrets in one directory of one machine, in an append-only journal. What a commit acknowledged survives a crash of the
 * process, of the system and of the power; what was damaged, cut or altered on the disk is noticed and never answered as if it
 * were right. Several processes may open the directory at the same time, each once.
 *
 * <p>What it does not notice: a whole older copy of the directory, put in the place of the newer one, is authentic. Only a
 * manifest outside the attacker's reach tells it (the engine's {@code checkpoint} and {@code verify}). After a power cut, what the
 * system had not yet written back of HEAD (on Linux some 30 seconds) is not vouched for, though it is kept. Where a lock does
 * not keep others out, on most network file systems, the directory is refused.
 *
 * <p>A secret costs about 160 bytes of memory; values stay on the disk. While a store is open, its journal has room for what comes
 * next: as much as is in it, from 64 KiB to 4 MiB.
 *
 * <p>A deleted secret's values leave the directory within {@link FileStoreOptions#erasureDelay} and the time of a compaction, or
 * when the store is closed. If the process that deleted it dies before, they leave when the next one opens the directory, or when
 * one that has it open makes a change; one that only reads leaves them. That the disk below forgets them too nobody can promise, only destroying their keys does.
 *
 * <p>The directory has mode 0700 and its files 0600; they belong to the user who runs the process and are no symbolic links. A
 * directory that is empty, or that others may only look into, is closed to them; what else is open to others is refused, and so is
 * a directory that holds something else, which is left as it is. If somebody deletes or replaces files beneath an open store, the next change is refused, and reads go on as of then.
 *
 * <p>Copying: {@link #backup} makes a consistent copy at any moment. A copy of the files made by other means opens if it is
 * consistent, and is refused if it is not. Nothing in this JVM may open the file {@code LOCK}: closing it again would free the
 * lock.
 *
 * <p>Thread-safe. Interrupting a caller neither interrupts its call nor harms anybody else's.
 */
public final class FileSecretStore implements SecretStore {
    private final OpenStore store;
    private final StoreReads reads;
    private final ChangePreparation preparation;
    private final Compaction compaction;
    private final Housekeeping housekeeping;
    private final GroupCommit commits;
    private final IoThread io;
    private final FileStoreOptions options;

    /**
     * Opens the store in the directory, or makes one if there is no such directory or it is empty, with the default options.
     *
     * @param directory where; its parent must exist
     * @param rootKey wraps the key of the journal's chain
     * @throws dev.secrets.model.RootKeyException if the root key is another than the store's, or out of reach
     * @throws StoreUnavailableException if the store can't be opened; the message says what helps
     */
    public FileSecretStore(Path directory, RootKey rootKey) {
        this(directory, rootKey, FileStoreOptions.defaults());
    }

    /**
     * Opens the store in the directory, or makes one if there is no such directory or it is empty.
     *
     * @param directory where; its parent must exist
     * @param rootKey wraps the key of the journal's chain
     * @param options what else can be chosen
     * @throws dev.secrets.model.RootKeyException if the root key is another than the store's, or out of reach
     * @throws StoreUnavailableException if the store can't be opened; the message says what helps
     */
    public FileSecretStore(Path directory, RootKey rootKey, FileStoreOptions options) {
        this(
                opened(directory, () -> {
                    RootKeys rootKeys = new RootKeys(rootKey); // refused, if it is, while nothing is open yet
                    StoreFs fs = LocalFs.openOrCreate(directory, options.networkFileSystem());
                    return new Opening(fs, rootKeys, options).open();
                }),
                options,
                Reserve.USUAL);
    }

    FileSecretStore(OpenStore store, FileStoreOptions options, Reserve reserve) {
        this(store, options, reserve, System::nanoTime);
    }

    FileSecretStore(OpenStore store, FileStoreOptions options, Reserve reserve, LongSupplier nanoTime) {
        this.store = store;
        this.options = options;
        this.compaction = new Compaction(store);
        this.housekeeping = new Housekeeping(store, compaction, options, nanoTime);
        this.commits = new GroupCommit(store, reserve, this::wakeIfHousekeepingMayBeDue);
        this.io = new IoThread(store, commits, housekeeping);
        this.reads = new StoreReads(store, io);
        this.preparation = new ChangePreparation(reads, store.journal());
        StoreFailures.accessing(() -> Closing.onFailure(store, () -> {
            io.start();
            return true;
        }));
    }

    /** Opens on another thread, because an interrupt would close the files. */
    static OpenStore opened(Path directory, Access<OpenStore> opening) {
        return StoreFailures.opening(directory, () -> Uninterrupted.call("secrets-store opening", opening::run));
    }

    /**
     * Opens a copy that is refused otherwise because it is incomplete: its journal ends before the place that its HEAD vouches
     * for, or HEAD or CURRENT is missing. What is there is taken as it is, and whatever was written later is lost; the copy goes
     * its own way from here, with new chain keys. The listener is told, and with {@code dev.secrets.AuditedStoreEvents} as the
     * listener, the audit trail. A copy that is damaged inside is refused here too.
     *
     * @param directory the copy; a copy of its own may be wise before
     * @param rootKey the root key of the store
     * @param options what else can be chosen
     * @throws dev.secrets.model.RootKeyException if the root key is another than the store's, or out of reach
     * @throws StoreUnavailableException if the copy can't be opened; the message says what helps
     */
    public static FileSecretStore openRestored(Path directory, RootKey rootKey, FileStoreOptions options) {
        OpenStore opened = StoreFailures.openingRestored(
                directory,
                () -> Uninterrupted.call("secrets-store opening", () -> {
                    RootKeys rootKeys = new RootKeys(rootKey);
                    StoreFs fs = LocalFs.openExisting(directory, options.networkFileSystem());
                    return new Opening(fs, rootKeys, options).openRestored();
                }));
        return new FileSecretStore(opened, options, Reserve.USUAL);
    }

    /**
     * Looks for what is intact in a damaged store, which is only read: nothing in its directory is made or changed.
     *
     * @param directory the damaged store
     * @param rootKey the root key of the store
     * @param options what else can be chosen
     * @throws dev.secrets.model.RootKeyException if the root key is another than the store's, or out of reach
     * @throws StoreUnavailableException if nothing can be read: there is no journal, or both copies of its header are damaged
     */
    public static Salvage salvage(Path directory, RootKey rootKey, FileStoreOptions options) {
        return StoreFailures.salvaging(
                directory,
                () -> Uninterrupted.call("secrets-store salvage", () -> Salvage.of(directory, rootKey, options)));
    }

    @Override
    public Optional<FoundSecret> find(String name) {
        return StoreFailures.accessing(() -> reads.find(name));
    }

    @Override
    public Optional<StoredValue> findValue(String name, String secretUid, String versionId) {
        return StoreFailures.accessing(() -> reads.findValue(name, secretUid, versionId));
    }

    @Override
    public List<StoredValue> values(String name, String secretUid) {
        return StoreFailures.accessing(() -> reads.values(name, secretUid));
    }

    @Override
    public void commit(SecretChange change) {
        store.health().requireOpen();
        store.health().requireNotFailed();
        CommitRequest request = StoreFailures.accessing(() -> preparation.prepare(change));
        commits.write(request).throwIfNotDurable();
    }

    private void wakeIfHousekeepingMayBeDue() {
        if (housekeeping.mayBeDue()) {
            io.wake();
        }
    }

    @Override
    public List<StoredSecret> page(String fromNameInclusive, int limit) {
        requirePositive(limit);
        return StoreFailures.accessing(() -> reads.page(fromNameInclusive, limit));
    }

    @Override
    public List<DueSecret> due(Instant until, DueCursor after, int limit) {
        requirePositive(limit);
        return StoreFailures.accessing(() -> reads.due(until, after, limit));
    }

    private static void requirePositive(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit is " + limit + "; must be at least 1");
        }
    }

    @Override
    public Instant now() {
        store.health().requireOpen();
        InstantSource clock = options.clock();
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /**
     * {@inheritDoc}
     *
     * <p>While there are subscribers, the store looks five times a second for what other processes wrote.
     */
    @Override
    public Subscription subscribe(Consumer<String> changedName) {
        store.health().requireOpen();
        Subscription subscription = store.feed().subscribe(changedName);
        run(() -> {}); // wakes the store's thread, which from now on looks by itself
        return subscription;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Two compactions: after the first the store opens with either key, after the second with the new one only. Nothing of the
     * old generations remains. Other processes that have the directory open with the old key must open it anew with the new one.
     *
     * @throws dev.secrets.model.RootKeyException if {@code from} is another than the store's, or one of the two is out of reach
     * @throws StoreUnavailableException if it failed; the same call completes it, also if the store opens with either key by then
     */
    @Override
    public void rewrap(RootKey from, RootKey to) {
        StoreFailures.changingRootKey(() -> io.call(() -> {
            store.health().requireNotFailed();
            store.follower().catchUp(store.lock());
            GenerationHeader header = store.journal().view().generation().header();
            if (header.isWrappedByNoneBut(to.members())) { // an interrupted change may have come this far
                compaction.deleteRemains();
            } else {
                header.unwrap(from.members()); // is it the right one?
                untilDone(() -> compaction.rewrap(from, to));
            }
            store.reports().report(Reports.REWRAPPED, "The store is wrapped by " + to.id() + " from now on");
            return true;
        }));
    }

    /**
     * Copies what lives into a new journal now and deletes the old one at once: afterwards nothing of deleted or replaced values is
     * left in the directory. Changes wait meanwhile, reads go on. Needs as much free space as lives.
     *
     * @throws StoreUnavailableException if it failed; the store goes on as before, or says that it failed
     */
    public void compact() {
        run(() -> untilDone(() -> compaction.run(true)));
    }

    /** Another process may be faster with an ordinary compaction; this one has its own purpose and tries again. */
    private static void untilDone(Access<Boolean> compaction) throws IOException {
        boolean done = compaction.run();
        while (!done) {
            done = compaction.run();
        }
    }

    /**
     * Makes a consistent copy of this moment in another directory, while changes go on. The copy opens as any store, with the same
     * root key.
     *
     * @param target a directory that is empty, or does not exist and whose parent does
     * @throws StoreUnavailableException if the copy could not be made; what there is of it is not a store, and a directory that was
     *     not empty is left as it is
     */
    public void backup(Path target) {
        StoreFailures.accessing(() -> Uninterrupted.call("secrets-store backup", () -> {
            try (StoreFs directory = LocalFs.openEmpty(target, options.networkFileSystem())) {
                return reads.read(view -> {
                    try (ReadableFile source =
                            store.fs().openToRead(view.generation().name())) {
                        new Backup(directory).copy(view.generation(), view.position(), source);
                        return Optional.of(true);
                    }
                });
            }
        }));
    }

    private void run(Work work) {
        StoreFailures.accessing(() -> io.call(() -> {
            work.run();
            return true;
        }));
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    /**
     * Writes what is waiting, erases what was deleted, and lets go of the directory. Closing again does nothing but wait until that
     * is done.
     *
     * @throws StoreUnavailableException if something of it failed; the store is closed all the same
     */
    @Override
    public void close() {
        store.health().close();
        StoreFailures.closing(() -> {
            io.close();
            return true;
        });
    }
}
