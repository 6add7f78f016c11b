package dev.secrets.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.testing.Sample;
import dev.secrets.testing.Sample.Content;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A store that two processes with four threads each write to, which are killed at random moments, again and again. */
final class KilledStore {
    private static final int MAX_LINES = 250;

    private final Path directory;
    private final Random random;
    private long longestOpen;

    /** What is known of each name from what was told before the kills. */
    private final Map<String, Told> told = new HashMap<>();

    /** The last revision that was acknowledged and, if it is another, the one that was begun after it. */
    private record Told(long done, long begun) {}

    KilledStore(Path directory, Random random) {
        this.directory = directory;
        this.random = random;
    }

    /** Kills so many processes and checks after each two what is left. */
    void kill(int kills) {
        try (Victims victims = new Victims()) {
            for (int killed = 0; killed < kills; killed += 2) {
                victims.next();
                long start = System.nanoTime();
                try (FileSecretStore store = open()) {
                    longestOpen = Math.max(longestOpen, System.nanoTime() - start);
                    check(Sample.contents(store));
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Returns how long the longest opening took. */
    Duration longestOpen() {
        return Duration.ofNanos(longestOpen);
    }

    private FileSecretStore open() {
        return new FileSecretStore(directory, TestRootKey.FIRST, StoreJvm.PATIENT);
    }

    private void check(Map<String, Content> contents) {
        Set<String> names = new HashSet<>(told.keySet());
        names.addAll(contents.keySet());
        for (String name : names) {
            Optional<Content> content = Optional.ofNullable(contents.get(name));
            long found = content.map(present -> present.secret().revision()).orElse(0L);
            Told of = told.getOrDefault(name, new Told(0, 0));
            if (name.equals(BusyWriter.SHARED)) {
                assertThat(found).as(name).isBetween(of.done(), of.begun());
            } else {
                assertThat(found).as(name).isIn(of.done(), of.begun());
            }
            content.ifPresent(present -> assertThat(present).isEqualTo(BusyWriter.content(name, found)));
            told.put(name, new Told(found, found));
        }
    }

    /** Of the shared secret the highest count, since others go on from a change before its writer is told. */
    private synchronized void heard(String line) {
        String[] words = line.split(" ");
        String name = words[1];
        long revision = Long.parseLong(words[2]);
        Told before = told.getOrDefault(name, new Told(0, 0));
        if (name.equals(BusyWriter.SHARED)) {
            long begun = Math.max(before.begun(), revision);
            told.put(
                    name,
                    new Told(
                            words[0].equals(BusyWriter.DONE) ? Math.max(before.done(), revision) : before.done(),
                            begun));
        } else {
            told.put(
                    name,
                    words[0].equals(BusyWriter.DONE)
                            ? new Told(revision, revision)
                            : new Told(before.done(), revision));
        }
    }

    /** Processes to be killed; the next pair is started while the last one is at work. */
    private final class Victims implements AutoCloseable {
        private List<Process> waiting = started();

        private List<Process> started() {
            return List.of(victim("left"), victim("right"));
        }

        private Process victim(String name) {
            return StoreJvm.start(BusyWriter.class, directory, name, 4);
        }

        /** Lets two processes write, kills one, and the other some time later. */
        void next() throws IOException {
            List<Process> pair = waiting;
            waiting = started();
            try {
                CompletableFuture<Void> both = CompletableFuture.allOf(killed(pair.get(0)), killed(pair.get(1)));
                both.join();
            } finally {
                pair.forEach(Process::destroyForcibly);
            }
        }

        private CompletableFuture<Void> killed(Process process) throws IOException {
            int lines = 1 + random.nextInt(MAX_LINES);
            try (OutputStream input = process.getOutputStream()) {
                input.write(1);
            }
            return CompletableFuture.runAsync(() -> readAndKill(process, lines), task -> new Thread(task).start());
        }

        private void readAndKill(Process process, int lines) {
            try (BufferedReader output = process.inputReader(StandardCharsets.US_ASCII)) {
                int read = 0;
                for (String line = output.readLine(); line != null; line = output.readLine()) {
                    read++;
                    if (read == lines) {
                        process.toHandle().destroyForcibly(); // the process object's own would close the output
                    }
                    if (line.matches("(begun|done) \\S+ \\d+")) {
                        heard(line);
                    }
                }
                assertThat(read).as("lines until the kill").isGreaterThanOrEqualTo(lines);
                assertThat(process.waitFor()).isEqualTo(128 + 9);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        }

        @Override
        public void close() {
            waiting.forEach(Process::destroyForcibly);
        }
    }
}
