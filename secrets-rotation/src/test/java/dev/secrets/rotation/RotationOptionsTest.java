package dev.secrets.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Which durations a scheduler takes: those that it can count with. */
final class RotationOptionsTest {
    private static final RotationOptions DEFAULTS = RotationOptions.defaults();
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final Duration TOO_LONG = LONGEST.plusNanos(1);

    @Test
    void durations_longerThan30Days_areRefused() {
        for (ThrowingCallable refused : List.<ThrowingCallable>of(
                () -> DEFAULTS.lease(TOO_LONG),
                () -> DEFAULTS.stepTimeout(TOO_LONG),
                () -> DEFAULTS.pollInterval(TOO_LONG),
                () -> DEFAULTS.closeTimeout(TOO_LONG),
                () -> new RetryPolicy(5, Duration.ofSeconds(30), TOO_LONG))) {
            assertThatThrownBy(refused)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageEndingWith(" is at most 30 days; found " + TOO_LONG);
        }
        DEFAULTS.lease(LONGEST).stepTimeout(LONGEST).pollInterval(LONGEST).closeTimeout(LONGEST);
    }

    @Test
    void pause_ofTheLongestPolicy_staysWithinIt() {
        RetryPolicy policy = new RetryPolicy(100, LONGEST.minusSeconds(1), LONGEST);

        for (int failures = 0; failures < 99; failures++) {
            assertThat(policy.pause(failures, new Random(failures)).orElseThrow())
                    .isBetween(policy.first(), policy.longest());
        }
    }
}
