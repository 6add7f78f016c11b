package dev.secrets.store.file;

import dev.secrets.store.file.fs.StoreFs;
import java.io.IOException;

/** Files that the journal in use has made superfluous. */
final class Leftovers {
    private Leftovers() {}

    /** Deletes every journal before the generation. */
    static void deleteJournalsBefore(StoreFs fs, long generation) throws IOException {
        deleteJournals(fs, generation);
        fs.syncDirectory();
    }

    private static void deleteJournals(StoreFs fs, long before) throws IOException {
        for (long number : FileNames.generations(fs)) {
            if (number < before) {
                fs.delete(FileNames.journal(number));
            }
        }
    }

    /** Deletes every journal before the generation, and what was cut from them: nothing of what they held stays. */
    static void erase(StoreFs fs, long generation) throws IOException {
        deleteJournals(fs, generation);
        for (String name : fs.list()) {
            if (FileNames.isTornBefore(name, generation)) {
                fs.delete(name);
            }
        }
        fs.syncDirectory();
    }
}
