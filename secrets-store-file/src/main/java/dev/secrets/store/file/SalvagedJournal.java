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
import dev.secrets.store.file.fs.ReadableFile;
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
    private final long vouchedLength;
    private final List<DamagedRange> damages = new ArrayList<>();
    private long intactRecords;

    private SalvagedJournal(View view, long vouchedLength) {
        this.view = view;
        this.vouchedLength = vouchedLength;
    }

    static SalvagedJournal read(StoreFs fs, RootKeys rootKeys, Reports reports) throws IOException {
        List<Long> generations = FileNames.generations(fs);
        if (generations.isEmpty()) {
            throw new NothingIntactException("There is no journal in " + fs.description());
        }
        Optional<Long> named = named(fs).filter(generations::contains);
        return read(
                fs,
                named.isPresent() ? named.get() : lastEntered(fs, generations, rootKeys, reports),
                rootKeys,
                reports);
    }

    private static Optional<Long> named(StoreFs fs) throws IOException {
        try {
            return CurrentFile.read(fs).map(CurrentPointer::generation);
        } catch (DamagedException | UnknownFormatException unreadable) {
            return Optional.empty();
        }
    }

    /** Returns the last journal that the store was in, or else the first: one behind may have been half-written when its process died. */
    private static long lastEntered(StoreFs fs, List<Long> generations, RootKeys rootKeys, Reports reports)
            throws IOException {
        int last = generations.size() - 1;
        while (last > 0 && !wasEntered(fs, generations.get(last), rootKeys, reports)) {
            last--;
        }
        return generations.get(last);
    }

    private static boolean wasEntered(StoreFs fs, long number, RootKeys rootKeys, Reports reports) throws IOException {
        try (SalvagedJournal journal = read(fs, number, rootKeys, reports)) {
            return journal.vouchedLength > 0 || journal.view.isSnapshotComplete();
        } catch (NothingIntactException headless) {
            return false;
        }
    }

    private static SalvagedJournal read(StoreFs fs, long number, RootKeys rootKeys, Reports reports)
            throws IOException {
        Generation generation = Generation.open(fs, number, rootKeys, reports);
        return Closing.onFailure(generation, () -> {
            SalvagedJournal journal = new SalvagedJournal(new View(generation), vouchedLength(fs, generation));
            journal.readAll();
            return journal;
        });
    }

    /** Returns how long HEAD says that the journal is; 0 if it says nothing. It merely helps, so whatever is wrong with it does no harm. */
    private static long vouchedLength(StoreFs fs, Generation generation) {
        try (ReadableFile head = fs.openToRead(FileNames.HEAD)) {
            return HeadSlots.read(head::read)
                    .newest(generation)
                    .map(slot -> slot.position().length())
                    .orElse(0L);
        } catch (IOException missing) {
            return 0;
        }
    }

    /**
     * From one broken place to the next; behind each, the first record that is intact by itself begins a new stretch. What HEAD vouches
     * for and is not there is broken too.
     */
    private void readAll() throws IOException {
        Generation generation = view.generation();
        long size = Math.max(generation.file().size(), vouchedLength);
        long end = Written.end(generation.file(), view.position().length());
        long written = Math.max(end, vouchedLength);
        Resync resync = Written.resync(generation, end);
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
