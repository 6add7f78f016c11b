package dev.secrets.store.file;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.store.StoreUnavailableException;
import dev.secrets.store.file.fs.StoreFs;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DirectoryLockTest {
    /** Is held by another process for some attempts. */
    private static StoreFs heldFor(int attempts) {
        return new ForwardingFs(new SimulatedDisk().mount()) {
            private int left = attempts;

            @Override
            public Optional<HeldLock> tryLock() throws IOException {
                return left-- > 0 ? Optional.empty() : super.tryLock();
            }
        };
    }

    @Test
    void acquire_withATimeoutLongerThanNanosecondsCanCount_waits() throws IOException {
        new DirectoryLock(heldFor(60), ChronoUnit.FOREVER.getDuration())
                .acquire()
                .release();
    }

    @Test
    void acquire_whenTheTimeIsOver_isRefusedAsRetryable() {
        assertThatThrownBy(() -> new DirectoryLock(heldFor(Integer.MAX_VALUE), Duration.ZERO).acquire())
                .isInstanceOf(StoreUnavailableException.class)
                .matches(refused -> ((StoreUnavailableException) refused).retryable());
    }
}
