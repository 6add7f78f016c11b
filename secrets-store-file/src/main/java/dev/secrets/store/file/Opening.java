package dev.secrets.store.file;

import dev.secrets.store.file.format.CurrentPointer;
import dev.secrets.store.file.format.DamagedException;
import dev.secrets.store.file.format.GenerationHeader;
import dev.secrets.store.file.fs.StoreFile;
import dev.secrets.store.file.fs.StoreFs;
import dev.secrets.store.file.fs.StoreFs.HeldLock;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Opens a directory, or makes a store in an empty one. A store comes into being with CURRENT, which is written last: a directory
 * without it is begun anew if there is nothing in it but what a crash leaves of that, and is refused otherwise.
 */
final class Opening {
    private static final Set<String> UNFINISHED = Set.of(FileNames.journal(1), FileNames.HEAD, FileNames.NEXT_CURRENT);

    private final StoreFs fs;
    private final RootKeys rootKeys;
    private final FileStoreOptions options;
    private final Generations generations;
    private final Reports reports;
    private final Health health;

    Opening(StoreFs fs, RootKeys rootKeys, FileStoreOptions options) {
        this.fs = fs;
        this.rootKeys = rootKeys;
        this.options = options;
        this.reports = new Reports(options.listener());
        this.health = new Health(reports);
        this.generations = new Generations(fs, rootKeys, reports);
    }

    /** Opens the store; the directory is closed if that fails. */
    OpenStore open() throws IOException {
        return opened(this::verified);
    }

    /** Opens the store as {@link RestoredCopy} says. */
    OpenStore openRestored() throws IOException {
        return opened(() -> {
            new RestoredCopy(fs, rootKeys, reports).enter();
            return verified();
        });
    }

    private OpenStore opened(ViewSource source) throws IOException {
        return Closing.onFailure(fs, () -> {
            DirectoryLock lock = new DirectoryLock(fs, options.lockTimeout());
            HeldLock held = lock.acquire();
            try {
                return assembled(lock, source.view());
            } finally {
                held.release();
            }
        });
    }

    @FunctionalInterface
    private interface ViewSource {
        View view() throws IOException;
    }

    private View verified() throws IOException {
        Optional<CurrentPointer> current = CurrentFile.read(fs);
        if (current.isEmpty()) {
            create();
            current = CurrentFile.read(fs);
        }
        try (StoreFile head = openHead()) {
            Recovery recovery = new Recovery(fs, generations, head, health, reports);
            View view = new View(generations.named(current.orElseThrow()));
            return Closing.onFailure(view.generation(), () -> caughtUp(view, recovery));
        }
    }

    private static View caughtUp(View view, Recovery recovery) throws IOException {
        try (IndexBuilder index = new IndexBuilder(view.index())) {
            View last = recovery.catchUp(view, index);
            index.finish();
            if (last != view) {
                view.generation().close();
            }
            return last;
        }
    }

    private StoreFile openHead() throws IOException {
        try {
            return fs.open(FileNames.HEAD);
        } catch (NoSuchFileException absent) {
            throw new DamagedException("HEAD is missing: an incomplete copy");
        }
    }

    private OpenStore assembled(DirectoryLock lock, View view) throws IOException {
        return Closing.onFailure(view.generation(), () -> {
            StoreFile head = fs.open(FileNames.HEAD);
            return Closing.onFailure(head, () -> assembled(lock, view, head));
        });
    }

    private OpenStore assembled(DirectoryLock lock, View view, StoreFile head) {
        LiveJournal journal = new LiveJournal(view);
        ChangeFeed feed = new ChangeFeed(reports);
        Recovery recovery = new Recovery(fs, generations, head, health, reports);
        Follower follower = new Follower(journal, recovery, head, feed, health);
        return new OpenStore(fs, rootKeys, lock, head, journal, recovery, follower, feed, health, reports);
    }

    private void create() throws IOException {
        refuseUnlessEmpty();
        NewGeneration first = NewGeneration.prepare(NewGeneration.newStoreId(), 1, rootKeys.inUse());
        first.create(fs, NewGeneration.noChain());
        try (Generation generation = Generation.open(fs, 1, rootKeys, reports)) {
            generation.file().sync();
            NewGeneration.publish(fs, generation, generation.start());
        }
    }

    private void refuseUnlessEmpty() throws IOException {
        Set<String> others = new TreeSet<>(fs.list());
        others.removeAll(UNFINISHED);
        if (!others.isEmpty()) {
            throw new DamagedException("There is no CURRENT file, and there are others (" + String.join(", ", others)
                    + "): not a secret store, or an incomplete copy of one");
        }
        if (fs.list().contains(FileNames.journal(1))) {
            try (StoreFile journal = fs.open(FileNames.journal(1))) {
                if (journal.size() > GenerationHeader.LENGTH) {
                    throw new DamagedException(
                            "There is a journal with records and no CURRENT file: an incomplete copy");
                }
            }
        }
    }
}
