package dev.secrets.store.file;

import dev.secrets.store.file.format.CurrentPointer;
import dev.secrets.store.file.format.DamagedException;
import dev.secrets.store.file.format.GenerationEndBody;
import dev.secrets.store.file.fs.StoreFs;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** Opens the journals that a store goes through, and makes sure that each is the one that was meant. */
final class Generations {
    private final StoreFs fs;
    private final RootKeys rootKeys;
    private final Reports reports;

    Generations(StoreFs fs, RootKeys rootKeys, Reports reports) {
        this.fs = fs;
        this.rootKeys = rootKeys;
        this.reports = reports;
    }

    /** Returns what CURRENT says. */
    CurrentPointer current() throws IOException {
        return CurrentFile.read(fs).orElseThrow(() -> new DamagedException("CURRENT is gone"));
    }

    /** Opens the generation that CURRENT names. */
    Generation named(CurrentPointer current) throws IOException {
        Generation generation = opened(current.generation(), "which CURRENT names");
        return Closing.onFailure(generation, () -> {
            current.verify(generation.keys());
            return generation;
        });
    }

    /**
     * Opens the generation that a journal was followed by. A reader that slept through several compactions finds only the last
     * one.
     */
    Generation successor(Generation ended, GenerationEndBody end) throws IOException {
        Optional<CurrentPointer> current = CurrentFile.read(fs);
        if (current.isPresent() && current.get().generation() > ended.number()) {
            return named(current.get());
        }
        Generation next = opened(end.next(), "which took over from " + ended.name());
        if (!end.names(next.number(), next.start())) {
            next.close();
            throw new DamagedException(next.name() + " is not the journal that " + ended.name() + " was followed by");
        }
        return next;
    }

    private Generation opened(long number, String role) throws IOException {
        try {
            return Generation.open(fs, number, rootKeys, reports);
        } catch (NoSuchFileException absent) {
            throw new DamagedException(FileNames.journal(number) + ", " + role + ", is missing: an incomplete copy");
        }
    }
}
