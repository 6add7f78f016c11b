package dev.secrets.state;

import dev.secrets.model.RotationRules;
import dev.secrets.schedule.RotationSchedule;
import dev.secrets.schedule.Window;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Plans the next rotation of a secret. Within its window a secret begins at a moment that depends on its uid and the window
 * alone, so that all nodes agree on it and many secrets with one schedule are spread over the window's first three quarters; the
 * rest is left for the work.
 */
final class Planner {
    private static final int STEPS = 1 << 16;

    private Planner() {}

    static Optional<Rotation.Plan> plan(String uid, Optional<RotationRules> rules, Instant base, Instant now) {
        return rules.map(RotationSchedule::of)
                .map(schedule -> schedule.next(base, now))
                .map(window -> new Rotation.Plan(window.lastSecond(), startWithin(window, uid)));
    }

    private static Instant startWithin(Window window, String uid) {
        byte[] seed = (uid + '@' + window.start()).getBytes(StandardCharsets.UTF_8);
        int step = new BigInteger(UUID.nameUUIDFromBytes(seed).toString().substring(0, 4), 16).intValue();
        Duration spread =
                Duration.between(window.start(), window.end()).multipliedBy(3).dividedBy(4);
        return window.start().plusMillis(spread.toMillis() * step / STEPS);
    }
}
