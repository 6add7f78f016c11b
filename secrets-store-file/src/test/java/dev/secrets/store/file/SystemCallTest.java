package dev.secrets.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.model.RootKeyException;
import dev.secrets.testing.Sample;
import dev.secrets.testing.Sample.Content;
import dev.secrets.testing.Scale;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A real JVM under strace: killed at each of its system calls that change the disk, with syncs that fail, and counted. */
@EnabledIf(value = "straceWorks", disabledReason = "strace is not installed or may not trace here")
final class SystemCallTest {
    private static final List<String> CALLS = List.of("pwrite64", "fdatasync", "fsync", "rename", "unlink");

    /** More than any kind of call is made, so that a run without a kill ends the series. */
    private static final int MAX_CALLS = 200;

    @TempDir
    Path temporary;

    static boolean straceWorks() {
        try {
            Process process = new ProcessBuilder(
                            "strace", "-f", "-e", "inject=fsync:error=EIO:when=1", "-o", "/dev/null", "true")
                    .redirectErrorStream(true)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException notInstalled) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void reopen_afterAKillAtAnyCall_holdsWhatWasAcknowledged() throws Exception {
        List<Map<String, Content>> states = statesWithoutKill();
        int kills = 0;
        if (Scale.FULL) {
            for (String call : CALLS) {
                for (int number = 1; isKilled(call, number, states); number++) {
                    kills++;
                }
            }
        } else {
            Random random = Scale.random("kills at calls");
            kills += isKilled("rename", 1, states) ? 1 : 0;
            for (int i = 0; i < 6; i++) {
                kills += isKilled(CALLS.get(random.nextInt(2)), 1 + random.nextInt(15), states) ? 1 : 0;
            }
        }
        assertThat(kills).isPositive();
        System.out.println("Kills at system calls: " + kills + ", 0 acknowledged changes lost, 0 partial");
    }

    private List<Map<String, Content>> statesWithoutKill() {
        List<Map<String, Content>> states = new ArrayList<>();
        try (FileSecretStore store = new FileSecretStore(temporary.resolve("whole"), TestRootKey.FIRST)) {
            states.add(Sample.contents(store));
            ScriptedWriter.STEPS.forEach(step -> {
                step.accept(store);
                states.add(Sample.contents(store));
            });
        }
        return states;
    }

    /** Runs the script in a store that exists, so that all calls are made by the thread that writes. */
    private boolean isKilled(String call, int number, List<Map<String, Content>> states) throws Exception {
        assertThat(number).isLessThan(MAX_CALLS);
        Path directory = temporary.resolve(call + number + System.nanoTime());
        new FileSecretStore(directory, TestRootKey.FIRST).close();
        Run run = run("inject=" + call + ":signal=SIGKILL:when=" + number, directory);
        assertThat(run.output()).allMatch("done"::equals);
        int done = run.output().size();
        try (FileSecretStore store = openWithEitherKey(directory)) {
            assertThat(Sample.contents(store))
                    .isIn(states.get(done), states.get(Math.min(done + 1, states.size() - 1)));
            store.commit(Sample.create("afterwards", 10));
        }
        return run.isKilled();
    }

    private static FileSecretStore openWithEitherKey(Path directory) {
        try {
            return new FileSecretStore(directory, TestRootKey.FIRST);
        } catch (RootKeyException changed) {
            return new FileSecretStore(directory, TestRootKey.SECOND);
        }
    }

    @Test
    void commit_withASyncThatFails_isUnknownAndNothingIsSyncedAgain() throws Exception {
        Path directory = temporary.resolve("store");
        new FileSecretStore(directory, TestRootKey.FIRST).close();
        Run run = run("inject=fdatasync:error=EIO:when=3", directory);

        assertThat(run.output())
                .startsWith("done", "done", "unknown", "refused")
                .endsWith("refused");
        assertThat(run.count("fdatasync")).isEqualTo(3);
        assertThat(run.count("fsync") + run.count("rename") + run.count("unlink"))
                .isZero();
        try (FileSecretStore store = new FileSecretStore(directory, TestRootKey.FIRST)) {
            assertThat(store.find("a")).isPresent();
            assertThat(store.find("b")).isPresent();
        }
    }

    @Test
    void commit_onAFullDisk_isRefusedAndTakenBack() throws Exception {
        Path directory = temporary.resolve("store");
        new FileSecretStore(directory, TestRootKey.FIRST).close();
        Run run = run("inject=pwrite64:error=ENOSPC:when=4", directory);

        assertThat(run.output()).startsWith("done", "refused", "done").doesNotContain("unknown");
        try (FileSecretStore store = openWithEitherKey(directory)) {
            assertThat(store.find("a")).isPresent();
        }
    }

    @Test
    void commit_withoutRoomForTheReserve_isMadeAllTheSame() throws Exception {
        Path directory = temporary.resolve("store");
        new FileSecretStore(directory, TestRootKey.FIRST).close();
        Run run = run("inject=pwrite64:error=ENOSPC:when=2", directory);

        assertThat(run.output()).startsWith("done", "done", "done", "done", "done");
        assertThat(run.trace()).anyMatch(line -> line.contains("/journal-1") && line.contains("ENOSPC"));
    }

    @Test
    void commit_inSteadyState_isOneSyncTwoWritesAndNoRename() throws Exception {
        Run shorter = run("trace=" + String.join(",", CALLS), temporary.resolve("shorter"), 20);
        Run longer = run("trace=" + String.join(",", CALLS), temporary.resolve("longer"), 70);

        assertThat(longer.count("fdatasync") - shorter.count("fdatasync")).isEqualTo(50);
        assertThat(longer.count("pwrite64") - shorter.count("pwrite64")).isEqualTo(100);
        for (String call : List.of("fsync", "rename", "unlink")) {
            assertThat(longer.count(call)).as(call).isEqualTo(shorter.count(call));
        }
        System.out.println("System calls of a commit: 1 fdatasync, 2 pwrite64, 0 others that change the disk");
    }

    /** See {@link dev.secrets.store.file.fs.ReadableFile#size}; at first the names may still change unseen. */
    @Test
    void commit_whenTheNamesHaveSettled_asksNothingOfTheFilesThatItWrites() throws Exception {
        Run run = run("trace=fdatasync,stat,lstat,fstat,newfstatat,statx", temporary.resolve("store"), 1_000);

        List<String> settled = run.betweenCalls("fdatasync", 700, 900);
        assertThat(settled).anyMatch(line -> line.contains("stat") && line.contains("/store\""));
        assertThat(settled)
                .noneMatch(line -> line.contains("stat") && (line.contains("/journal-") || line.contains("/HEAD")));
    }

    /** One for the record, and one of a few bytes that tells whether another process wrote. */
    @Test
    void find_ofAColdValue_isOneReadAndALook() throws Exception {
        long fewer = run("trace=pread64", ColdReader.class, temporary.resolve("fewer"), 20)
                .countOfStore("pread64");
        long more = run("trace=pread64", ColdReader.class, temporary.resolve("more"), 70)
                .countOfStore("pread64");

        assertThat(more - fewer).isEqualTo(2 * 50);
        System.out.println(
                "System calls of finding a cold value: 1 pread64, and 1 of 8 bytes to look for others' writes");
    }

    /** What a traced process wrote, how it ended, and its system calls. */
    private record Run(List<String> output, int exit, List<String> trace) {
        boolean isKilled() {
            return exit == 128 + 9;
        }

        /** Counts without the JVM's own calls, which are not the same in every run. */
        long countOfStore(String call) {
            return trace.stream()
                    .filter(line -> line.contains(" " + call + "("))
                    .filter(line -> line.contains("/journal-") || line.contains("/HEAD"))
                    .count();
        }

        /** Returns what was called from one call of a kind, by its number among them, to another. */
        List<String> betweenCalls(String call, int from, int to) {
            int[] at = IntStream.range(0, trace.size())
                    .filter(line -> trace.get(line).contains(" " + call + "("))
                    .toArray();
            return trace.subList(at[from], at[to]);
        }

        long count(String call) {
            return trace.stream()
                    .filter(line -> line.contains(" " + call + "("))
                    .count();
        }
    }

    private Run run(String expression, Object... arguments) throws Exception {
        return run(expression, ScriptedWriter.class, arguments);
    }

    private Run run(String expression, Class<?> main, Object... arguments) throws Exception {
        Path trace = temporary.resolve("trace");
        List<String> strace = new ArrayList<>(
                List.of("strace", "-f", "-y", "-o", trace.toString(), "-e", "trace=" + String.join(",", CALLS)));
        strace.addAll(List.of("-e", expression));
        Process process = StoreJvm.start(strace, main, arguments);
        List<String> output =
                process.inputReader(StandardCharsets.US_ASCII).lines().toList();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return new Run(output, process.exitValue(), Files.readAllLines(trace, StandardCharsets.ISO_8859_1));
    }
}
