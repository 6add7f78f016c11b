package dev.secrets.store.file;

import dev.secrets.store.FoundSecret;
import dev.secrets.store.SealedBytes;
import dev.secrets.store.SecretChange;
import dev.secrets.store.StoreConflictException;
import dev.secrets.store.StoredSecret;
import dev.secrets.store.StoredValue;
import dev.secrets.testing.Concurrently;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Threads that read and change a few secrets, and write down what they did, one line for each operation:
 * {@code <secret> <called> <returned> read <state>} or {@code ... <write or refused> <state expected> <state written>}. As a
 * process, it begins when it reads a byte.
 */
final class HistoryWriter {
    private static final String VERSION = "v";

    private final FileSecretStore store;
    private final String writer;
    private final int secrets;
    private final Random random;
    private final StringBuilder lines = new StringBuilder();
    private final Map<String, Optional<StoredSecret>> lastSeen = new HashMap<>();
    private int tokens;

    private HistoryWriter(FileSecretStore store, String writer, int secrets, long seed) {
        this.store = store;
        this.writer = writer;
        this.secrets = secrets;
        this.random = new Random(seed);
    }

    /** Arguments: the directory, a name for the process, threads, operations of each, secrets, seed. */
    public static void main(String[] arguments) throws IOException {
        try (FileSecretStore store = new FileSecretStore(Path.of(arguments[0]), TestRootKey.FIRST, StoreJvm.PATIENT)) {
            System.out.println("ready");
            if (System.in.read() >= 0) {
                int[] numbers = new int[3];
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = Integer.parseInt(arguments[2 + i]);
                }
                System.out.print(
                        write(store, arguments[1], numbers[0], numbers[1], numbers[2], Long.parseLong(arguments[5])));
            }
        }
    }

    /** Lets threads work and returns the lines. */
    static String write(FileSecretStore store, String process, int threads, int operations, int secrets, long seed) {
        StringBuffer all = new StringBuffer();
        Concurrently.run(threads, thread -> {
            HistoryWriter writer = new HistoryWriter(store, process + thread, secrets, seed + thread);
            for (int i = 0; i < operations; i++) {
                writer.operate();
            }
            all.append(writer.lines);
        });
        return all.toString();
    }

    private void operate() {
        String name = "secret/" + random.nextInt(secrets);
        if (!lastSeen.containsKey(name) || random.nextInt(5) < 2) {
            read(name);
        } else {
            write(name, lastSeen.get(name));
        }
    }

    private void read(String name) {
        long called = System.nanoTime();
        Optional<FoundSecret> found = store.find(name);
        long returned = System.nanoTime();
        found.ifPresent(HistoryWriter::requireWhole);
        lastSeen.put(name, found.map(FoundSecret::secret));
        tell(name, called, returned, "read " + state(lastSeen.get(name)));
    }

    private static void requireWhole(FoundSecret found) {
        if (!found.currentValue().orElseThrow().sealed().equals(found.secret().metadata())) {
            throw new AssertionError("A record with another record's value");
        }
    }

    private static String state(Optional<StoredSecret> secret) {
        return secret.map(present -> new String(present.metadata().sharedArray(), StandardCharsets.US_ASCII))
                .orElse(History.ABSENT);
    }

    private void write(String name, Optional<StoredSecret> before) {
        String token = writer + "." + tokens++;
        Optional<StoredSecret> after = random.nextInt(6) == 0 && before.isPresent()
                ? Optional.empty()
                : Optional.of(next(name, before, token));
        long called = System.nanoTime();
        String result = commit(change(name, before, after));
        long returned = System.nanoTime();
        if (result.equals("write")) {
            lastSeen.put(name, after);
        } else {
            lastSeen.remove(name);
        }
        tell(name, called, returned, result + " " + state(before) + " " + state(after));
    }

    private String commit(SecretChange change) {
        try {
            store.commit(change);
            return "write";
        } catch (StoreConflictException conflict) {
            return "refused";
        }
    }

    private static StoredSecret next(String name, Optional<StoredSecret> before, String token) {
        return new StoredSecret(
                name,
                before.map(StoredSecret::secretUid).orElse(token),
                before.map(secret -> secret.revision() + 1).orElse(1L),
                Optional.empty(),
                Optional.of(VERSION),
                bytes(token));
    }

    private static SecretChange change(String name, Optional<StoredSecret> before, Optional<StoredSecret> after) {
        if (before.isEmpty()) {
            return new SecretChange.Create(after.orElseThrow(), List.of(value(after.orElseThrow())));
        }
        String uid = before.get().secretUid();
        long revision = before.get().revision();
        return after.isEmpty()
                ? new SecretChange.Delete(name, uid, revision)
                : new SecretChange.Update(uid, revision, after.get(), List.of(value(after.get())), Set.of());
    }

    private static StoredValue value(StoredSecret secret) {
        return new StoredValue(VERSION, secret.metadata());
    }

    private static SealedBytes bytes(String token) {
        return SealedBytes.wrap(token.getBytes(StandardCharsets.US_ASCII));
    }

    private void tell(String name, long called, long returned, String what) {
        lines.append(name)
                .append(' ')
                .append(called)
                .append(' ')
                .append(returned)
                .append(' ')
                .append(what)
                .append('\n');
    }
}
