package dev.secrets.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.RotationQueue;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** One try of one rotation, under a supervision that takes nobody any more. */
final class RotationRunTest {
    private static final String NAME = "app/db";
    private static final Duration LENGTH = Duration.ofMinutes(1);

    /** As that of a scheduler whose threads were ended. */
    private static final Supervision ENDED = new Supervision() {
        @Override
        public Watch rotation(RotationRun run) {
            throw new RejectedExecutionException("on purpose");
        }

        @Override
        public Watch step(RotationRun run, RotationStep step) {
            throw new RejectedExecutionException("on purpose");
        }
    };

    @AutoClose
    private final RotationFixture fixture = new RotationFixture();

    private final Accounts accounts = new Accounts();
    private final Targets targets = new Targets(1);

    private RotationRun claimed() {
        RotationQueue queue = fixture.secrets.rotationQueue();
        HeldLease held = new HeldLease(queue, queue.claim(NAME, "node", LENGTH).orElseThrow(), LENGTH, 0, () -> 0);
        return new RotationRun(queue, accounts, held, targets.enter(NAME), RotationOptions.defaults(), fixture.secrets);
    }

    /** The store may take longer to answer a claim than a scheduler takes to close. */
    @Test
    void run_claimedWhileTheSchedulerClosed_givesTheLeaseBack() {
        fixture.createDue(NAME, accounts);
        RotationRun run = claimed();
        run.stopForClosing();

        run.run(ENDED);

        assertThat(fixture.scheduler(accounts).runDue()).as("at once").isEqualTo(1);
        assertThat(accounts.accepts(NAME, fixture.value(NAME))).isTrue();
    }

    @Test
    void run_notSupervised_failsAndLeavesItsPlace() {
        fixture.createDue(NAME, accounts);

        claimed().run(ENDED);

        assertThat(fixture.reasons())
                .containsExactly("Step createSecret failed: java.util.concurrent.RejectedExecutionException");
        assertThat(targets.enter("app/other").moveTo(NAME)).isTrue();
    }
}
