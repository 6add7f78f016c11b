package dev.secrets.store.file;

import dev.secrets.store.StoredSecret;
import dev.secrets.store.file.Salvage.DamagedRange;
import dev.secrets.store.file.Salvage.SalvagedSecret;
import dev.secrets.store.file.format.ChainPosition;
import dev.secrets.store.file.format.CurrentPointer;
import dev.secrets.store.file.format.DamagedException;
import dev.secrets.store.file.format.NothingIntactException;
import dev.secrets.store.file.format.Resync;
import dev.secrets.store.file.format.UnknownFormatException;
import dev.secrets.store.file.fs.StoreFs;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A damaged journal, read as far as it can be. For one thread. */
final class SalvagedJournal implements Closeable {
    private static final int NAMES_AT_ONCE = Integer.MAX_VALUE;

    private final View view;
    private final List<DamagedRange> damages = new ArrayList<>();
    private long intactRecords;

    private SalvagedJournal(View view) {
        this.view = view;
    }

    static SalvagedJournal read(StoreFs fs, RootKeys rootKeys, Reports reports) throws IOException {
        List<Long> generations = FileNames.generations(fs);
        if (generations.isEmpty()) {
            throw new NothingIntactException("There is no journal in " + fs.description());
        }
        Generation generation = Generation.open(fs, named(fs, generations), rootKeys, reports);
        SalvagedJournal journal = new SalvagedJournal(new View(generation));
        return Closing.onFailure(journal, () -> {
            journal.readAll();
            return journal;
        });
    }

    private static long named(StoreFs fs, List<Long> generations) throws IOException {
        long last = generations.get(generations.size() - 1);
        try {
            return CurrentFile.read(fs)
                    .map(CurrentPointer::generation)
                    .filter(generations::contains)
                    .orElse(last);
        } catch (DamagedException | UnknownFormatException unreadable) {
            return last;
        }
    }

    /** From one broken place to the next; behind each, the first record that is intact by itself begins a new stretch. */
    private void readAll() throws IOException {
        Generation generation = view.generation();
        long size = generation.file().size();
        long written = Written.end(generation.file(), view.position().length());
        Resync resync = Written.resync(generation, written);
        boolean more = true;
        while (more) {
            long sequenceBefore = view.position().sequence();
            Replay replay = new Replay(view, generation.file(), size, change -> change.applyTo(view.index())).run();
            intactRecords += replay.position().sequence() - sequenceBefore;
            more = replay.isBroken() && passOver(replay.position().length(), written, resync);
        }
    }

    /** Goes on behind a broken place, unless it is the reserve. */
    private boolean passOver(long brokenAt, long written, Resync resync) throws IOException {
        if (brokenAt >= written) {
            return false;
        }
        Optional<ChainPosition> next = resync.nextIntact(brokenAt + 1);
        long end = next.map(ChainPosition::length).orElse(written);
        damages.add(new DamagedRange(view.generation().name(), brokenAt, end - brokenAt));
        next.ifPresent(view::position);
        return next.isPresent();
    }

    /** Returns the secrets; not those of which there are values alone, because the record that a compaction put behind is broken. */
    List<LiveSecret> secrets() throws IOException {
        List<LiveSecret> secrets = new ArrayList<>();
        for (byte[] name : view.index().names(new byte[0], NAMES_AT_ONCE)) {
            LiveSecret secret = new LiveSecret(view, view.index().locate(name).orElseThrow());
            if (!Snapshot.isBare(secret.latest().secret())) {
                secrets.add(secret);
            }
        }
        return secrets;
    }

    Salvage.Report report() throws IOException {
        List<SalvagedSecret> secrets = new ArrayList<>();
        for (LiveSecret secret : secrets()) {
            StoredSecret record = secret.latest().secret();
            Optional<String> current = record.currentVersionId();
            boolean intact =
                    current.isEmpty() || secret.locationOf(current.get()).isPresent();
            secrets.add(new SalvagedSecret(
                    record.name(), record.revision(), secret.valueLocations().size(), intact));
        }
        return new Salvage.Report(secrets, damages, intactRecords);
    }

    @Override
    public void close() throws IOException {
        view.generation().close();
    }
}
