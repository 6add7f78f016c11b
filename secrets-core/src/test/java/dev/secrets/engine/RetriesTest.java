package dev.secrets.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.store.OutcomeUnknownException;
import dev.secrets.store.StoreConflictException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

final class RetriesTest {
    private static final OutcomeUnknownException UNKNOWN =
            new OutcomeUnknownException("Unknown", new IllegalStateException("A planned fault"));

    /** Fails with one after the other, and then succeeds. */
    private static Supplier<String> failing(RuntimeException... failures) {
        Queue<RuntimeException> left = new ArrayDeque<>(List.of(failures));
        return () -> {
            RuntimeException next = left.poll();
            if (next != null) {
                throw next;
            }
            return "done";
        };
    }

    private static StoreConflictException conflict() {
        return new StoreConflictException("Another was faster");
    }

    @Test
    void change_thatLosesRaces_isMadeAgain() {
        assertThat(Retries.untilDurable(failing(conflict(), conflict()))).isEqualTo("done");
    }

    @Test
    void shortcut_thatCantBeTaken_isFollowedByTheChange() {
        assertThat(Retries.untilDurable(Optional::empty, failing())).isEqualTo("done");
        assertThat(Retries.untilDurable(() -> Optional.of("short"), failing(conflict())))
                .isEqualTo("short");
    }

    @Test
    void change_ofUnknownOutcome_isNotMadeAgain() {
        assertThatThrownBy(() -> Retries.untilDurable(failing(conflict(), UNKNOWN)))
                .isSameAs(UNKNOWN);
        assertThatThrownBy(() -> Retries.untilDurable(
                        () -> {
                            throw UNKNOWN;
                        },
                        failing()))
                .isSameAs(UNKNOWN);
    }

    @Test
    void interrupt_doesNotCutThePausesShort_andIsKept() {
        List<Boolean> flags = new ArrayList<>();
        Supplier<String> failing =
                failing(conflict(), conflict(), conflict(), conflict(), conflict(), conflict(), conflict());
        Thread.currentThread().interrupt();

        String done = Retries.untilDurable(() -> {
            flags.add(Thread.currentThread().isInterrupted());
            return failing.get();
        });

        assertThat(Thread.interrupted()).as("the flag afterwards").isTrue();
        assertThat(done).isEqualTo("done");
        assertThat(flags).as("a set flag ends each pause at once").endsWith(false, false, false);
    }
}
