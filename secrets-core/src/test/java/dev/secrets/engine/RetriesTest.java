package dev.secrets.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.model.AuditIncompleteException;
import dev.secrets.model.InvalidRequestException;
import dev.secrets.store.OutcomeUnknownException;
import dev.secrets.store.StoreConflictException;
import dev.secrets.store.StoreUnavailableException;
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
    void change_thatLosesRacesOrItsAnswer_isMadeAgain() {
        assertThat(Retries.untilDurable(failing(conflict(), UNKNOWN, conflict())))
                .isEqualTo("done");
    }

    @Test
    void shortcut_thatCantBeTaken_isFollowedByTheChange() {
        assertThat(Retries.untilDurable(Optional::empty, failing())).isEqualTo("done");
        assertThat(Retries.untilDurable(() -> Optional.of("short"), failing(conflict())))
                .isEqualTo("short");
    }

    @Test
    void failure_afterAnUnknownOutcome_isToldAsUnknown() {
        assertThatThrownBy(() -> Retries.untilDurable(failing(UNKNOWN, new StoreUnavailableException("Down", true))))
                .isSameAs(UNKNOWN);
        assertThatThrownBy(
                        () -> Retries.untilDurable(failing(UNKNOWN, new InvalidRequestException("It is so already"))))
                .isSameAs(UNKNOWN);
        assertThatThrownBy(() -> Retries.untilDurable(
                        () -> {
                            throw UNKNOWN;
                        },
                        failing(new StoreUnavailableException("Down", true))))
                .isSameAs(UNKNOWN);
    }

    @Test
    void failure_thatSaysItself_isToldAsItIs() {
        AuditIncompleteException made = new AuditIncompleteException("id", new IllegalStateException());

        assertThatThrownBy(() -> Retries.untilDurable(failing(UNKNOWN, made))).isSameAs(made);
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
