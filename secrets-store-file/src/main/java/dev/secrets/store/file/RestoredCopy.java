package dev.secrets.store.file;

import dev.secrets.store.file.format.ChainPosition;
import dev.secrets.store.file.format.CurrentPointer;
import dev.secrets.store.file.format.DamagedException;
import dev.secrets.store.file.format.GenerationEndBody;
import dev.secrets.store.file.format.GenerationHeader;
import dev.secrets.store.file.format.NothingIntactException;
import dev.secrets.store.file.format.UnknownFormatException;
import dev.secrets.store.file.fs.StoreFs;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Makes a store again of an incomplete copy: one whose journal is shorter than HEAD says, or that lacks HEAD or CURRENT. What is
 * there must be whole from the header to where it ends; it is copied into a new generation with new keys, so that the copy and
 * its origin go separate ways from here. A copy that is damaged inside is refused: that is for {@link Salvage}.
 */
final class RestoredCopy {
    private final StoreFs fs;
    private final RootKeys rootKeys;
    private final Reports reports;

    RestoredCopy(StoreFs fs, RootKeys rootKeys, Reports reports) {
        this.fs = fs;
        this.rootKeys = rootKeys;
        this.reports = reports;
    }

    /** Writes the new generation; afterwards the directory opens as any other. */
    void enter() throws IOException {
        List<Long> generations = FileNames.generations(fs);
        if (generations.isEmpty()) {
            throw new NothingIntactException("There is no journal in " + fs.description());
        }
        View view = readOn(named(generations), generations);
        try (Generation source = view.generation()) {
            copy(view, Math.max(generations.get(generations.size() - 1), source.number()) + 1);
        }
    }

    /** CURRENT is believed if it names a journal that is there; otherwise the first one is taken, and its successors. */
    private long named(List<Long> generations) throws IOException {
        try {
            Optional<CurrentPointer> current = CurrentFile.read(fs);
            return current.map(CurrentPointer::generation)
                    .filter(generations::contains)
                    .orElse(generations.get(0));
        } catch (DamagedException | UnknownFormatException unreadable) {
            return generations.get(0);
        }
    }

    /** A journal that was followed by another that is there too is left for that one. */
    private View readOn(long number, List<Long> generations) throws IOException {
        Generation source = Generation.open(fs, number, rootKeys, reports);
        View view = new View(source);
        Optional<GenerationEndBody> end = Closing.onFailure(source, () -> read(view));
        if (end.isEmpty() || !generations.contains(end.get().next())) {
            return view;
        }
        source.close();
        return readOn(number + 1, generations);
    }

    private Optional<GenerationEndBody> read(View view) throws IOException {
        Generation source = view.generation();
        long size = source.file().size();
        Replay replay = new Replay(view, source.file(), size, change -> change.applyTo(view.index())).run();
        view.position(replay.position());
        if (replay.isBroken() && isDamagedInside(source, replay.position().length())) {
            throw new DamagedException(source.name() + " is damaged inside: " + replay.problem());
        }
        if (!view.isSnapshotComplete()) {
            throw new DamagedException(source.name() + " ends within what its compaction copied");
        }
        return replay.end();
    }

    private static boolean isDamagedInside(Generation source, long brokenAt) throws IOException {
        long written = Written.end(source.file(), brokenAt);
        return Written.resync(source, written).hasLaterBatch(brokenAt + 1);
    }

    private void copy(View view, long number) throws IOException {
        GenerationHeader header = view.generation().header();
        NewGeneration next = NewGeneration.prepare(header.storeId(), number, rootKeys.wrapping(header));
        next.create(fs, view.position().chain());
        try (Generation generation = Generation.open(fs, number, rootKeys, reports)) {
            View prepared = new View(generation);
            ChainPosition end = new Snapshot(new LiveJournal(view), view, generation).write(true);
            generation.file().sync();
            Compaction.readBack(prepared, end, view);
            NewGeneration.publish(fs, generation, end);
        }
        Leftovers.erase(fs, number);
        reports.report(
                Reports.RESTORED_COPY,
                "A copy of store " + view.generation().header().storeId().hex()
                        + " was opened as of record " + view.position().sequence() + " of "
                        + view.generation().name()
                        + "; what was written later is not in it. It goes on as generation " + number);
    }
}
