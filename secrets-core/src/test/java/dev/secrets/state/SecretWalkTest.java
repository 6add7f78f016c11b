package dev.secrets.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.testing.Scale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever is done to a secret, in whatever order, its invariants hold. */
final class SecretWalkTest {
    private static final long FIRST_SEED = Scale.FULL ? Scale.seed() : 20260203;
    private static final int WALKS = Scale.of(4, 300);
    private static final int STEPS = 600;

    @Test
    @Tag("PUT-23")
    @Tag("ROT-30")
    void anySteps_keepTheInvariants() {
        SortedMap<String, Integer> taken = new TreeMap<>();
        for (long seed = FIRST_SEED; seed < FIRST_SEED + WALKS; seed++) {
            walk(seed, taken);
        }
        assertThat(taken)
                .as("how often each step changed something")
                .allSatisfy((step, times) -> assertThat(times).as(step).isPositive());
    }

    private static void walk(long seed, SortedMap<String, Integer> taken) {
        try {
            new SecretWalk(seed, taken).run(STEPS);
        } catch (RuntimeException | AssertionError failure) {
            throw new AssertionError("Walk with seed " + seed, failure);
        }
    }
}
