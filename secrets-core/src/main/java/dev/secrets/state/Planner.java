package dev.secrets.state;

import dev.secrets.schedule.RotationSchedule;
import dev.secrets.schedule.Window;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Plans the next rotation of a secret. Within its window a secret begins at a moment that depends on its uid and the window
 * alone, so that all nodes agree on it and many secrets with one schedule are spread over the window's first three quarters; the
 * rest is left for the work.
 */
final class Planner {
    private static final int STEPS = 1 << 16;

    /** Earlier than any clock; from there counts the schedule of a secret that never had a value. */
    private static final Instant NEVER_YET = Instant.EPOCH;

    private Planner() {}

    /** Returns the next rotation; none if the secret has no rules. */
    static Optional<Rotation.Plan> next(Secret secret, Instant now) {
        return plan(secret, base(secret).orElse(now), now);
    }

    /** Returns when the next window begins for the secret, which is not the one that is open for an overdue secret. */
    static Optional<Instant> nextStart(Secret secret, Instant now) {
        Optional<Rotation.Plan> next = next(secret, now);
        return next.filter(plan -> plan.startAt().isAfter(now))
                .or(() -> next.flatMap(
                        open -> next(secret, open.nextRotationDate().plusSeconds(1))))
                .map(Rotation.Plan::startAt);
    }

    /** Returns whether the schedule counts from what a change has made of the secret before: a new value, or a rotation. */
    static boolean isMoved(Secret before, Secret after, Instant now) {
        return !plan(after, base(before).orElse(NEVER_YET), now)
                .equals(plan(after, base(after).orElse(NEVER_YET), now));
    }

    /** Returns what rules in days count from: the later of the last rotation and the last new value (section 14.4). */
    private static Optional<Instant> base(Secret secret) {
        return Stream.of(
                        secret.rotationOrNone().lastRotated(),
                        secret.versions().current().map(SecretVersion::createdDate))
                .flatMap(Optional::stream)
                .max(Instant::compareTo);
    }

    private static Optional<Rotation.Plan> plan(Secret secret, Instant base, Instant now) {
        return secret.rotationOrNone()
                .configuration()
                .rules()
                .map(RotationSchedule::of)
                .map(schedule -> schedule.next(base, now))
                .map(window -> new Rotation.Plan(
                        window.lastSecond(),
                        startWithin(window, secret.identity().uid())));
    }

    private static Instant startWithin(Window window, String uid) {
        byte[] seed = (uid + '@' + window.start()).getBytes(StandardCharsets.UTF_8);
        int step = new BigInteger(UUID.nameUUIDFromBytes(seed).toString().substring(0, 4), 16).intValue();
        Duration spread =
                Duration.between(window.start(), window.end()).multipliedBy(3).dividedBy(4);
        return window.start().plusMillis(spread.toMillis() * step / STEPS);
    }
}
