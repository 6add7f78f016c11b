package dev.secrets.store.file;

import dev.secrets.store.DueCursor;
import dev.secrets.store.DueSecret;
import dev.secrets.store.FoundSecret;
import dev.secrets.store.StoredSecret;
import dev.secrets.store.StoredValue;
import dev.secrets.store.file.format.PutBody;
import dev.secrets.store.file.format.Text;
import dev.secrets.store.file.index.RecordLocation;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Answers reads on the callers' threads: look whether others wrote, look up the place, read the record there. No lock is held
 * while a file is read. A record never changes, so what was looked up at one moment is answered as of that moment, unless a
 * compaction closes the file in between: then the read starts again.
 */
final class StoreReads {
    private final OpenStore store;
    private final LiveJournal journal;
    private final IoThread io;

    StoreReads(OpenStore store, IoThread io) {
        this.store = store;
        this.journal = store.journal();
        this.io = io;
    }

    /** A read of one view; nothing if it changed meanwhile and the read must start again. */
    @FunctionalInterface
    interface Attempt<R> {
        Optional<R> in(View view) throws IOException;
    }

    /** Reads what is up to date. */
    <R> R read(Attempt<R> attempt) throws IOException {
        while (true) {
            store.health().requireOpen();
            View view = upToDate();
            try {
                Optional<R> result = attempt.in(view);
                if (result.isPresent()) {
                    return result.get();
                }
            } catch (ClosedChannelException | NoSuchFileException gone) {
                requireChanged(view, gone);
            }
        }
    }

    private View upToDate() throws IOException {
        View view = journal.view();
        try {
            if (store.follower().follow()) {
                catchUp();
            }
        } catch (ClosedChannelException | NoSuchFileException gone) {
            requireChanged(view, gone);
        }
        return journal.view();
    }

    /** The file of a view goes away when a later generation is entered, here or by another process. */
    private void requireChanged(View view, IOException gone) throws IOException {
        store.health().requireOpen();
        if (journal.view() == view) {
            catchUp();
        }
        if (journal.view() == view) {
            throw gone;
        }
    }

    private void catchUp() throws IOException {
        io.call(() -> {
            store.follower().catchUp(store.lock());
            return true;
        });
    }

    Optional<FoundSecret> find(String name) throws IOException {
        byte[] key = Text.probe(name);
        return read(view -> {
            Optional<RecordLocation> location = journal.query(view, index -> index.find(key));
            return location.isEmpty() ? Optional.of(Optional.empty()) : found(view, key, location.get());
        });
    }

    private Optional<Optional<FoundSecret>> found(View view, byte[] key, RecordLocation location) throws IOException {
        PutBody body = RecordReader.read(view.generation(), location);
        journal.known().remember(view.generation(), location, body.identity());
        StoredSecret secret = body.secret();
        Optional<StoredValue> value = secret.currentVersionId().flatMap(current -> body.value(Text.probe(current)));
        if (value.isPresent() || secret.currentVersionId().isEmpty()) {
            return Optional.of(Optional.of(new FoundSecret(secret, value)));
        }
        Optional<LiveSecret> whole = located(view, key);
        if (whole.isEmpty() || !whole.get().location().equals(location)) {
            return Optional.empty();
        }
        return Optional.of(Optional.of(new FoundSecret(
                secret, whole.get().value(secret.currentVersionId().get()))));
    }

    Optional<StoredValue> findValue(String name, String secretUid, String versionId) throws IOException {
        return read(view -> {
            Optional<LiveSecret> secret = located(view, name, secretUid);
            return Optional.of(
                    secret.isEmpty() ? Optional.empty() : secret.get().value(versionId));
        });
    }

    List<StoredValue> values(String name, String secretUid) throws IOException {
        return read(view -> {
            Optional<LiveSecret> secret = located(view, name, secretUid);
            return Optional.of(secret.isEmpty() ? List.of() : secret.get().values());
        });
    }

    /** Returns the secret, unless another one now has its name. */
    private Optional<LiveSecret> located(View view, String name, String secretUid) throws IOException {
        Optional<LiveSecret> secret = located(view, Text.probe(name));
        boolean same = secret.isPresent() && secret.get().latest().secretUid().equals(secretUid);
        return same ? secret : Optional.empty();
    }

    private Optional<LiveSecret> located(View view, byte[] key) {
        return journal.query(view, index -> index.locate(key)).map(location -> new LiveSecret(view, location));
    }

    List<StoredSecret> page(String from, int limit) throws IOException {
        byte[] key = Text.probe(from);
        return read(view -> {
            List<StoredSecret> page = new ArrayList<>();
            for (RecordLocation location : journal.query(view, index -> index.page(key, limit))) {
                page.add(RecordReader.read(view.generation(), location).secret());
            }
            return Optional.of(page);
        });
    }

    List<DueSecret> due(Instant until, DueCursor after, int limit) throws IOException {
        return read(view -> Optional.of(journal.query(view, index -> index.due(until, after, limit))));
    }
}
