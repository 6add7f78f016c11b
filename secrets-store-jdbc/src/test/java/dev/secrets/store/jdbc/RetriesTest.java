package dev.secrets.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.store.StoreUnavailableException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What failed is repeated after pauses, whatever else the thread is told. */
final class RetriesTest {
    private static final String DEADLOCK = "40P01";

    /** As many as fit between the shortest pauses; without any there would be thousands. */
    private static final int MAX_ATTEMPTS = 20;

    private final Retries retries = new Retries(new Failures(JdbcDialect.POSTGRESQL), Duration.ofMillis(300));
    private final AtomicInteger attempts = new AtomicInteger();

    @AfterEach
    void clearInterrupt() {
        Thread.interrupted();
    }

    private Object fail() throws SQLException {
        attempts.incrementAndGet();
        throw new SQLException("as the test wants it", DEADLOCK);
    }

    @Test
    void call_inAnInterruptedThread_pausesAndKeepsTheInterrupt() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> retries.call(this::fail)).isInstanceOf(StoreUnavailableException.class);

        assertThat(attempts).hasValueBetween(2, MAX_ATTEMPTS);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void call_ofAnAttemptThatIsInterrupted_pausesAndKeepsTheInterrupt() {
        assertThatThrownBy(() -> retries.call(() -> {
                    Thread.currentThread().interrupt();
                    return fail();
                }))
                .isInstanceOf(StoreUnavailableException.class);

        assertThat(attempts).hasValueBetween(2, MAX_ATTEMPTS);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void call_withoutAnInterrupt_leavesNone() throws SQLException {
        String answer = retries.call(() -> attempts.get() == 0 ? String.valueOf(fail()) : "done");

        assertThat(answer).isEqualTo("done");
        assertThat(Thread.interrupted()).isFalse();
    }
}
