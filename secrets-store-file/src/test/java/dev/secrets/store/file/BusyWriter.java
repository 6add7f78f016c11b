package dev.secrets.store.file;

import dev.secrets.store.FoundSecret;
import dev.secrets.store.SecretChange;
import dev.secrets.store.StoreConflictException;
import dev.secrets.testing.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * A process that writes until it is killed. Each thread has a secret of its own, which it creates, updates and deletes, and all
 * threads of all processes share one. What a thread is about to do, and what was acknowledged, goes out as a line
 * {@code <begun or done> <name> <revision reached>}; revision 0 is a deletion. It begins when it reads a byte, and ends when nobody listens any more.
 */
final class BusyWriter {
    static final String SHARED = "shared";
    static final String BEGUN = "begun";
    static final String DONE = "done";

    private static final int LIFE = 25;

    private BusyWriter() {}

    /** Arguments: the directory, a name for the process, how many threads. */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        if (System.in.read() < 0) {
            return;
        }
        FileSecretStore store = new FileSecretStore(directory, TestRootKey.FIRST, StoreJvm.PATIENT);
        for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
            String own = arguments[1] + "-" + i;
            new Thread(() -> write(store, own)).start();
        }
    }

    private static void write(FileSecretStore store, String own) {
        for (int round = 1; ; round++) {
            advance(store, own);
            if (round % 3 == 0) {
                advanceShared(store);
            }
            if (round % 200 == 0) {
                store.compact();
            }
        }
    }

    private static void advance(FileSecretStore store, String name) {
        long revision = revision(store, name);
        if (revision == 0) {
            commit(store, name, 1, Sample.create(name, valueLength(1)));
        } else if (revision == LIFE) {
            commit(store, name, 0, Sample.delete(name, revision));
        } else {
            commit(store, name, revision + 1, Sample.update(name, revision, valueLength(revision + 1)));
        }
    }

    /** The length of the value that comes with a revision; some go with the record, some are too long for that. */
    static int valueLength(long revision) {
        return (int) (revision * 1237 % 12_000);
    }

    /** What a store holds under a name that has been written to this revision and not deleted. */
    static Sample.Content content(String name, long revision) {
        Map<String, dev.secrets.store.SealedBytes> values = new TreeMap<>();
        for (long version = Math.max(1, revision - 1); version <= revision; version++) {
            values.put(
                    Sample.version(version),
                    Sample.value(name, version, valueLength(version)).sealed());
        }
        return new Sample.Content(Sample.secret(name, revision), values);
    }

    private static long revision(FileSecretStore store, String name) {
        return store.find(name)
                .map(FoundSecret::secret)
                .map(secret -> secret.revision())
                .orElse(0L);
    }

    private static void advanceShared(FileSecretStore store) {
        long revision = revision(store, SHARED);
        SecretChange change = revision == 0
                ? Sample.create(SHARED, valueLength(1))
                : Sample.update(SHARED, revision, valueLength(revision + 1));
        try {
            commit(store, SHARED, revision + 1, change);
        } catch (StoreConflictException anotherThreadWasFaster) {
            // The next round reads it again.
        }
    }

    private static void commit(FileSecretStore store, String name, long reached, SecretChange change) {
        tell(BEGUN, name, reached);
        store.commit(change);
        tell(DONE, name, reached);
    }

    private static synchronized void tell(String what, String name, long revision) {
        System.out.println(what + " " + name + " " + revision);
        if (System.out.checkError()) {
            Runtime.getRuntime().halt(1); // whoever listened is gone
        }
    }
}
