package dev.secrets.store.file;

import dev.secrets.store.StoreUnavailableException;
import dev.secrets.store.file.format.ChainPosition;
import dev.secrets.store.file.format.CurrentPointer;
import dev.secrets.store.file.format.DamagedException;
import dev.secrets.store.file.format.GenerationEndBody;
import dev.secrets.store.file.format.HeadSlot;
import dev.secrets.store.file.format.UnknownFormatException;
import dev.secrets.store.file.fs.StoreFile;
import dev.secrets.store.file.fs.StoreFs;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Brings a view up to the end of the store, under the directory's lock: reads what others wrote, deals with what a dead writer
 * left, and goes on into the next generation where one took over. Opening a store is the same, from an empty view.
 */
final class Recovery {
    private final StoreFs fs;
    private final Generations generations;
    private final StoreFile head;
    private final Health health;
    private final Reports reports;
    private Optional<Object> namesWhenCurrent = Optional.empty(); // whoever looks holds the directory's lock

    Recovery(StoreFs fs, Generations generations, StoreFile head, Health health, Reports reports) {
        this.fs = fs;
        this.generations = generations;
        this.head = head;
        this.health = health;
        this.reports = reports;
    }

    /**
     * Reads on from where the view stands. The view's position is moved.
     *
     * @param changes is given what happened in this generation
     * @return the view that is up to date: the same, or a new one of a later generation
     * @throws DamagedException if something that was acknowledged is missing or altered
     */
    View catchUp(View view, Consumer<IndexedChange> changes) throws IOException {
        boolean isNew = isNew(view);
        View last = lastAfter(view, readOn(view, changes));
        if (last == view && !isNew) {
            return view;
        }
        return Closing.onFailure(last == view ? () -> {} : last.generation(), () -> {
            finishEntering(last.generation());
            return last;
        });
    }

    private static boolean isNew(View view) {
        return view.position() == view.generation().start();
    }

    /** Returns the view of the last generation after this one, or this one if it has not ended. */
    private View lastAfter(View view, Optional<GenerationEndBody> end) throws IOException {
        if (end.isEmpty()) {
            return view;
        }
        View next = new View(generations.successor(view.generation(), end.get()));
        return Closing.onFailure(next.generation(), () -> {
            View last = lastAfter(next, readOn(next, change -> change.applyTo(next.index())));
            if (last != next) {
                next.generation().close();
            }
            return last;
        });
    }

    @FunctionalInterface
    private interface Writing {
        void run() throws IOException;
    }

    /** A sync that failed must not be tried again, so whatever fails in writing ends all writing. */
    private void orFail(Writing writing) throws IOException {
        try {
            writing.run();
        } catch (DamagedException damage) {
            throw damage;
        } catch (IOException failure) {
            health.fail("what a dead writer left could not be settled", failure);
            throw failure;
        }
    }

    /** Returns the end record if the generation has one. */
    private Optional<GenerationEndBody> readOn(View view, Consumer<IndexedChange> changes) throws IOException {
        Generation generation = view.generation();
        if (!isNew(view) && Written.reserveBegins(generation.file(), view.position())) {
            return Optional.empty();
        }
        long size = generation.file().size();
        if (size < view.position().length()) {
            throw new DamagedException(generation.name() + " was cut to " + size + " bytes; it had "
                    + view.position().length());
        }
        if (!isNew(view) && size == view.position().length()) {
            return Optional.empty();
        }
        Optional<HeadSlot> slot = HeadSlots.read(head::read).newest(generation);
        readVouched(view, slot.map(HeadSlot::position).orElse(view.position()), changes);
        Replay rest = new Replay(view, generation.file(), size, change -> {}).run();
        if (rest.end().isEmpty()) {
            requireWhole(view, slot.isPresent());
        }
        orFail(() -> settle(view, rest));
        ChainPosition reached = rest.positionBeforeEnd();
        new Replay(view, generation.file(), reached.length(), changes).run();
        view.position(reached);
        return rest.end();
    }

    private static void readVouched(View view, ChainPosition vouched, Consumer<IndexedChange> changes)
            throws IOException {
        Generation generation = view.generation();
        if (vouched.length() > view.position().length() || isNew(view)) {
            Replay replay = new Replay(view, generation.file(), vouched.length(), changes).run();
            replay.requireReached(vouched, generation);
            view.position(replay.position());
        }
    }

    /**
     * Enters the generation that CURRENT names, for a store that may only read any more: without the lock, and without settling
     * what a dead writer left, which is shown to nobody.
     *
     * @return the view of it up to what HEAD vouches for; the same view if its generation is still the one in use
     */
    View catchUpReading(View view) throws IOException {
        CurrentPointer current = generations.current();
        while (current.generation() > view.generation().number()) {
            try {
                return vouchedFor(generations.named(current));
            } catch (DamagedException perhapsFollowedByAnother) {
                CurrentPointer now = generations.current();
                if (now.generation() == current.generation()) {
                    throw perhapsFollowedByAnother;
                }
                current = now;
            }
        }
        return view;
    }

    private View vouchedFor(Generation generation) throws IOException {
        View view = new View(generation);
        return Closing.onFailure(generation, () -> {
            Optional<HeadSlot> slot = HeadSlots.read(head::read).newest(generation);
            readVouched(
                    view, slot.map(HeadSlot::position).orElse(view.position()), change -> change.applyTo(view.index()));
            requireWhole(view, slot.isPresent());
            return view;
        });
    }

    private static void requireWhole(View view, boolean vouched) throws DamagedException {
        String name = view.generation().name();
        if (!vouched) {
            throw new DamagedException("HEAD is missing, damaged, or does not speak of " + name
                    + ": an incomplete copy, or one of several moments");
        }
        if (!view.isSnapshotComplete()) {
            throw new DamagedException(name + " lacks a part of what its compaction copied");
        }
    }

    /**
     * Keeps what is whole behind HEAD, cuts what is not, and lets HEAD vouch for all that is left. Nobody is shown the kept
     * records before that. What a journal's end record follows was durable before, and HEAD speaks of the next journal by then.
     */
    private void settle(View view, Replay rest) throws IOException {
        Generation generation = view.generation();
        ChainPosition from = view.position();
        ChainPosition to = rest.position();
        Tail tail = new Tail(fs, generation, reports);
        if (rest.isBroken()) {
            tail.cut(to, rest.problem());
        }
        if (to.length() > from.length()) {
            tail.adopt(from, to);
            if (rest.end().isEmpty()) {
                tail.reportKept(from, to);
                HeadSlots.write(head, generation, new HeadSlot(generation.number(), to), generation);
            }
        }
    }

    /**
     * Requires that the files are those that others find: what is written to a file without a name is lost. The name of a journal
     * goes only when a later generation takes over, that of HEAD never. CURRENT is replaced then, and must name the one in use.
     *
     * @throws StoreUnavailableException if somebody deleted or replaced one
     */
    void requireStillNamed(Generation inUse) throws IOException {
        requireStillNamed(inUse.file(), inUse.name());
        requireStillNamed(head, FileNames.HEAD);
        requireStillCurrent(inUse);
    }

    private void requireStillNamed(StoreFile file, String name) throws IOException {
        if (!file.isStillNamed()) {
            throw replaced(name);
        }
    }

    /** Reads CURRENT only if a name in the directory changed since it was right. */
    private void requireStillCurrent(Generation inUse) throws IOException {
        Optional<Object> names = fs.namesMark();
        if (names.isPresent() && names.equals(namesWhenCurrent)) {
            return;
        }
        if (!isCurrent(inUse)) {
            throw replaced(FileNames.CURRENT);
        }
        namesWhenCurrent = names;
    }

    private boolean isCurrent(Generation inUse) throws IOException {
        try {
            Optional<CurrentPointer> current = CurrentFile.read(fs);
            if (current.isEmpty() || current.get().generation() != inUse.number()) {
                return false;
            }
            current.get().verify(inUse.keys());
            return true;
        } catch (DamagedException | UnknownFormatException notTheStores) {
            return false;
        }
    }

    private StoreUnavailableException replaced(String name) {
        return new StoreUnavailableException(
                name + " was deleted or replaced while the store was open, and what is written now would be lost. Close"
                        + " the store in every process, see what is in " + fs.description() + ", and open it anew",
                false);
    }

    /** Whoever compacted may have died before it got to this. */
    private void finishEntering(Generation live) throws IOException {
        boolean isNamed = CurrentFile.read(fs).map(CurrentPointer::generation).orElse(0L) == live.number();
        orFail(() -> {
            HeadSlots.fill(head, live);
            if (!isNamed) {
                CurrentFile.prepare(fs, live);
                fs.syncDirectory();
                CurrentFile.switchOver(fs);
            }
        });
    }
}
