package dev.secrets.store.file;

import dev.secrets.model.RootKey;
import dev.secrets.store.SecretChange;
import dev.secrets.store.SecretStore;
import dev.secrets.store.StoreUnavailableException;
import dev.secrets.store.StoredSecret;
import dev.secrets.store.file.fs.ReadOnlyDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What is intact in a damaged store: looks at every record by itself, passes over what is broken, and copies the rest out. The
 * damaged directory is only read, without its lock: it may be on a file system that is mounted for reading alone, and is best used
 * by nobody meanwhile.
 *
 * <p>What it returns was written by the store, but may be out of date: if the newest change of a secret was in a broken place,
 * the one before it stands, and a secret whose deletion was there is back. The {@link #report} tells where is damage and which
 * secrets lack their current value; a manifest made by the engine's {@code checkpoint} tells which are old.
 *
 * <p>One thread at a time. Close it to let go of the journal.
 */
public final class Salvage implements AutoCloseable {
    private final SalvagedJournal journal;
    private final Report report;

    private Salvage(SalvagedJournal journal) throws IOException {
        this.journal = journal;
        this.report = journal.report();
    }

    static Salvage of(Path directory, RootKey rootKey, FileStoreOptions options) throws IOException {
        SalvagedJournal journal = SalvagedJournal.read(
                ReadOnlyDirectory.open(directory), new RootKeys(rootKey), new Reports(options.listener()));
        return Closing.onFailure(journal, () -> new Salvage(journal));
    }

    /**
     * What was found.
     *
     * @param secrets the secrets that can be copied, in the order of their names
     * @param damages the broken places
     * @param intactRecords how many records are intact
     */
    public record Report(List<SalvagedSecret> secrets, List<DamagedRange> damages, long intactRecords) {
        /** Copies the lists. */
        public Report {
            secrets = List.copyOf(secrets);
            damages = List.copyOf(damages);
        }
    }

    /**
     * A secret that can be copied.
     *
     * @param name its name
     * @param revision the revision of its newest intact record
     * @param versions how many versions have an intact value
     * @param currentValueIntact whether the current version is among them; true if there is none
     */
    public record SalvagedSecret(String name, long revision, int versions, boolean currentValueIntact) {}

    /**
     * A broken place in the journal.
     *
     * @param file the file
     * @param at the first byte
     * @param length how many bytes
     */
    public record DamagedRange(String file, long at, long length) {}

    /** Returns what was found. */
    public Report report() {
        return report;
    }

    /**
     * Creates every secret that was found in another store, which should be empty.
     *
     * @return how many were created
     * @throws dev.secrets.store.StoreException if the other store refuses one; those before it are there
     */
    public int copyTo(SecretStore target) {
        int copied = 0;
        try {
            for (LiveSecret secret : journal.secrets()) {
                StoredSecret record = secret.latest().secret();
                target.commit(new SecretChange.Create(record, secret.values()));
                copied++;
            }
        } catch (IOException failure) {
            throw new StoreUnavailableException(
                    "The damaged store could not be read: " + failure.getMessage(), false, failure);
        }
        return copied;
    }

    @Override
    public void close() {
        try {
            journal.close();
        } catch (IOException failure) {
            throw new StoreUnavailableException("The damaged store could not be closed", false, failure);
        }
    }
}
