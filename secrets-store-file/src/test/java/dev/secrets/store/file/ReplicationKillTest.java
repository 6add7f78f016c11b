package dev.secrets.store.file;

import static dev.secrets.store.file.ReplicatingProcess.MADE;
import static dev.secrets.store.file.ReplicatingProcess.PROMOTED;
import static dev.secrets.store.file.ReplicatingProcess.REMOVED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.EmbeddedSecretsManager;
import dev.secrets.SecretsManager;
import dev.secrets.model.ResourceNotFoundException;
import dev.secrets.model.StatusType;
import dev.secrets.testing.ChildJvm;
import dev.secrets.testing.Scale;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that replicates is killed before and after each of its commits, in either region; the next one goes on. */
final class ReplicationKillTest {
    private static final int KILLS = 6;

    @TempDir
    Path temporary;

    @Test
    void kill_beforeAndAfterEachCommit_losesNothing() throws Exception {
        int places = run(0).places;
        assertThat(places).as("places to be killed at").isGreaterThan(20);
        for (int place : Scale.FULL ? all(places) : sample(places)) {
            Run killed = run(place);
            assertThat(killed.places).as("a run to its end").isZero();
            check(place, killed.steps);
        }
    }

    private static List<Integer> all(int places) {
        return IntStream.rangeClosed(1, places).boxed().toList();
    }

    private static List<Integer> sample(int places) {
        List<Integer> shuffled = all(places).stream().collect(Collectors.toList());
        Collections.shuffle(shuffled, Scale.random("places"));
        return shuffled.subList(0, KILLS);
    }

    /** How many steps were acknowledged, and how many places there were if it came to its end. */
    private record Run(int steps, int places) {}

    private Run run(int stopAt) throws IOException, InterruptedException {
        Process process = ChildJvm.start(ReplicatingProcess.class, directory(stopAt), stopAt);
        try (BufferedReader output = process.inputReader(StandardCharsets.US_ASCII)) {
            int steps = 0;
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.equals(ReplicatingProcess.STOPPED)) {
                    return new Run(steps, 0);
                }
                if (line.startsWith(ReplicatingProcess.PLACES)) {
                    return new Run(steps, Integer.parseInt(line.substring(ReplicatingProcess.PLACES.length())));
                }
                steps = Integer.parseInt(line);
            }
            throw new AssertionError("The process ended by itself after step " + steps);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private Path directory(int stopAt) throws IOException {
        return Files.createDirectories(temporary.resolve("run-" + stopAt));
    }

    private void check(int place, int steps) throws IOException {
        try (TwoRegions regions = new TwoRegions(directory(place), store -> store)) {
            regions.replicate();
            for (String name : List.of(MADE, REMOVED, PROMOTED)) {
                checkReplicas(regions, name, "killed at place " + place);
            }
            if (steps >= ReplicatingProcess.SECOND_VALUE) {
                assertThat(value(regions.eu, MADE)).contains("two");
            }
            if (steps >= ReplicatingProcess.REMOVAL) {
                assertThat(value(regions.eu, REMOVED)).isEmpty();
                assertThat(status(regions.us, REMOVED)).isEmpty();
            }
            if (steps >= ReplicatingProcess.PROMOTION) {
                assertThat(value(regions.eu, PROMOTED)).contains("one");
                assertThat(status(regions.us, PROMOTED)).isEmpty();
                regions.eu.putSecretValue(PROMOTED, "zwei");
            }
        }
    }

    /** What the primary calls a replica is one, and has what the primary has. */
    private static void checkReplicas(TwoRegions regions, String name, String when) {
        if (status(regions.us, name).isPresent()) {
            assertThat(status(regions.us, name)).as(when).contains(StatusType.IN_SYNC);
            assertThat(value(regions.eu, name)).as(when).isEqualTo(value(regions.us, name));
            assertThat(regions.eu.describeSecret(name).versionIdsToStages())
                    .as(when)
                    .isEqualTo(regions.us.describeSecret(name).versionIdsToStages());
        }
    }

    private static Optional<String> value(SecretsManager secrets, String name) {
        try {
            return secrets.getSecretValue(name).secretString();
        } catch (ResourceNotFoundException none) {
            return Optional.empty();
        }
    }

    private static Optional<StatusType> status(EmbeddedSecretsManager secrets, String name) {
        try {
            return secrets.describeSecret(name)
                    .replicationStatus()
                    .map(replicas -> replicas.get(0).status());
        } catch (ResourceNotFoundException none) {
            return Optional.empty();
        }
    }
}
