package dev.secrets.store.file;

import dev.secrets.store.file.fs.StoreFs;
import java.io.IOException;

/** Files that the journal in use has made superfluous. */
final class Leftovers {
    private Leftovers() {}

    /** Deletes every journal before the generation. */
    static void deleteJournalsBefore(StoreFs fs, long generation) throws IOException {
        for (long number : FileNames.generations(fs)) {
            if (number < generation) {
                fs.delete(FileNames.journal(number));
            }
        }
        fs.syncDirectory();
    }

    /** Deletes every journal before the generation, and what was cut from them: nothing of what they held stays. */
    static void erase(StoreFs fs, long generation) throws IOException {
        for (String name : fs.list()) {
            if (FileNames.isTorn(name)) {
                fs.delete(name);
            }
        }
        deleteJournalsBefore(fs, generation);
    }
}
