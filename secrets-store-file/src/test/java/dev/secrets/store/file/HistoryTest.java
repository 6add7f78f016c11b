package dev.secrets.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.store.file.History.Action;
import dev.secrets.store.file.History.Operation;
import dev.secrets.store.file.History.Read;
import dev.secrets.store.file.History.Write;
import dev.secrets.testing.Scale;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What concurrent threads, here and in other processes, are answered about a secret is explained by one order of what they did. */
final class HistoryTest {
    private static final int SECRETS = 3;
    private static final int ROUNDS = Scale.of(2, 20);
    private static final int OPERATIONS = Scale.of(200, 1_000);

    @TempDir
    Path temporary;

    private final Random random = Scale.random("histories");

    @Test
    void operations_ofThreadsInOneProcess_areLinearizable() {
        int checked = 0;
        for (int round = 0; round < ROUNDS; round++) {
            try (FileSecretStore store = new FileSecretStore(directory(round), TestRootKey.FIRST)) {
                checked += check(HistoryWriter.write(store, "p", 8, OPERATIONS, SECRETS, random.nextLong())
                        .lines()
                        .toList());
            }
        }
        System.out.println("Histories of 8 threads in 1 process: " + checked + " operations in " + ROUNDS
                + " rounds, all linearizable");
    }

    private Path directory(int round) {
        return temporary.resolve("store" + round);
    }

    @Test
    void operations_ofThreadsInFourProcesses_areLinearizable() throws IOException {
        int checked = 0;
        for (int round = 0; round < ROUNDS; round++) {
            checked += check(linesOfFourProcesses(directory(round)));
        }
        System.out.println("Histories of 2 threads each in 4 processes: " + checked + " operations in " + ROUNDS
                + " rounds, all linearizable");
    }

    private List<String> linesOfFourProcesses(Path directory) throws IOException {
        List<Process> processes = new ArrayList<>();
        List<BufferedReader> outputs = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                processes.add(StoreJvm.start(
                        HistoryWriter.class, directory, "p" + i + ".", 2, OPERATIONS / 2, SECRETS, random.nextLong()));
            }
            for (Process process : processes) {
                BufferedReader output = process.inputReader(StandardCharsets.US_ASCII);
                assertThat(output.readLine()).isEqualTo("ready");
                outputs.add(output);
            }
            for (Process process : processes) {
                try (OutputStream input = process.getOutputStream()) {
                    input.write(1);
                }
            }
            outputs.forEach(output -> output.lines().forEach(lines::add));
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
        assertThat(lines).hasSize(4 * 2 * (OPERATIONS / 2));
        return lines;
    }

    /** Returns how many operations there are. The clock of {@code nanoTime} is one for all processes of the machine. */
    private static int check(List<String> lines) {
        Map<String, List<Operation>> bySecret = new TreeMap<>();
        for (String line : lines) {
            String[] words = line.split(" ");
            bySecret.computeIfAbsent(words[0], name -> new ArrayList<>())
                    .add(new Operation(Long.parseLong(words[1]), Long.parseLong(words[2]), action(words)));
        }
        bySecret.forEach((name, operations) -> {
            assertThat(new History(operations).isLinearizable())
                    .as("history of %s:\n%s", name, operations)
                    .isTrue();
            assertThat(operations.stream().map(Operation::action))
                    .as("refused and acknowledged changes, without which this proves little")
                    .anyMatch(action -> action instanceof Write write && write.acknowledged())
                    .anyMatch(action -> action instanceof Write write && !write.acknowledged());
        });
        return lines.size();
    }

    private static Action action(String[] words) {
        return words[3].equals("read") ? new Read(words[4]) : new Write(words[4], words[5], words[3].equals("write"));
    }

    @Test
    void isLinearizable_forWrongAnswers_isFalse() {
        Operation create = new Operation(0, 10, new Write(History.ABSENT, "a", true));
        Operation update = new Operation(20, 30, new Write("a", "b", true));

        assertThat(history(create, update, new Operation(25, 40, new Read("a"))))
                .isTrue();
        assertThat(history(create, update, new Operation(25, 40, new Read("b"))))
                .isTrue();
        assertThat(history(create, update, new Operation(31, 40, new Read("a"))))
                .as("a stale read")
                .isFalse();
        assertThat(history(create, update, new Operation(22, 29, new Read("b")), new Operation(32, 40, new Read("a"))))
                .as("a read that goes back")
                .isFalse();
        assertThat(history(create, update, new Operation(22, 29, new Write("a", "c", true))))
                .as("a lost update")
                .isFalse();
        assertThat(history(create, update, new Operation(31, 40, new Write("b", "c", false))))
                .as("a refusal without a reason")
                .isFalse();
        assertThat(history(create, new Operation(11, 19, new Read(History.ABSENT)), update))
                .as("an acknowledged change that is not seen")
                .isFalse();
    }

    private static boolean history(Operation... operations) {
        return new History(List.of(operations)).isLinearizable();
    }
}
