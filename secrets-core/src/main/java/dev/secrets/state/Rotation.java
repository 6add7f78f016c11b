package dev.secrets.state;

import java.time.Instant;
import java.util.Optional;

/**
 * Rotation of one secret: how, when, and how far.
 *
 * @param enabled whether it happens by itself
 * @param configuration how it was configured
 * @param lastRotated the last success
 * @param plan the next scheduled rotation; absent while rotation is off or has no rules
 * @param attempt the rotation under way or outstanding
 * @param epoch grows with each claim and each end of an attempt: the fence against a worker that lost its lease
 */
public record Rotation(
        boolean enabled,
        RotationConfiguration configuration,
        Optional<Instant> lastRotated,
        Optional<Plan> plan,
        Optional<Attempt> attempt,
        long epoch) {
    /** Never configured. */
    static final Rotation NONE =
            new Rotation(false, RotationConfiguration.NONE, Optional.empty(), Optional.empty(), Optional.empty(), 0);

    /** What an attempt is for. */
    public enum Purpose {
        /** To make a new value and put it to use. */
        ROTATE,
        /** To run the rotator's test on a copy of the current value (RotateImmediately=false). */
        TEST
    }

    /**
     * The next scheduled rotation.
     *
     * @param nextRotationDate the last second of its window, as DescribeSecret shows it
     * @param startAt when within the window it begins
     */
    public record Plan(Instant nextRotationDate, Instant startAt) {}

    /**
     * A rotation that has its version: under way, waiting for a worker, or waiting to be tried again.
     *
     * @param versionId the version that it makes
     * @param purpose what it is for
     * @param startAt when a worker may take it, if nobody holds it
     * @param failures how often it has failed
     * @param lease who holds it
     */
    public record Attempt(String versionId, Purpose purpose, Instant startAt, int failures, Optional<Lease> lease) {
        Attempt leased(Lease newLease) {
            return new Attempt(versionId, purpose, startAt, failures, Optional.of(newLease));
        }

        Attempt waitingUntil(Instant start, int newFailures) {
            return new Attempt(versionId, purpose, start, newFailures, Optional.empty());
        }

        boolean isTakenOrTest() {
            return lease.isPresent() || purpose == Purpose.TEST;
        }

        boolean isLeased(Instant time) {
            return lease.filter(held -> held.until().isAfter(time)).isPresent();
        }

        Instant dueAt() {
            return lease.map(Lease::until).orElse(startAt);
        }
    }

    /**
     * The right to work on an attempt.
     *
     * @param owner the node
     * @param until when it ends by itself
     */
    public record Lease(String owner, Instant until) {}

    Rotation configured(RotationConfiguration newConfiguration) {
        return new Rotation(true, newConfiguration, lastRotated, plan, attempt, epoch);
    }

    Rotation planned(Optional<Plan> newPlan) {
        return new Rotation(enabled, configuration, lastRotated, newPlan, attempt, epoch);
    }

    Rotation attempting(Attempt newAttempt) {
        return new Rotation(enabled, configuration, lastRotated, plan, Optional.of(newAttempt), epoch);
    }

    /** Ends the attempt and fences off whoever works on it. */
    Rotation ended() {
        return new Rotation(enabled, configuration, lastRotated, plan, Optional.empty(), epoch + 1);
    }

    /** Takes the attempt under way away from whoever works on it. */
    Rotation unleased() {
        return attempt.map(held -> new Rotation(
                        enabled,
                        configuration,
                        lastRotated,
                        plan,
                        Optional.of(held.waitingUntil(held.startAt(), held.failures())),
                        epoch + 1))
                .orElse(this);
    }

    Rotation claimed(Attempt leased) {
        return new Rotation(enabled, configuration, lastRotated, plan, Optional.of(leased), epoch + 1);
    }

    Rotation disabled() {
        return new Rotation(false, configuration, lastRotated, Optional.empty(), Optional.empty(), epoch + 1);
    }

    Rotation succeeded(Instant now) {
        return new Rotation(enabled, configuration, Optional.of(now), plan, attempt, epoch);
    }

    /** Returns when a worker should look at the rotation. */
    Optional<Instant> dueAt() {
        if (attempt.isPresent()) {
            return attempt.map(Attempt::dueAt);
        }
        return enabled ? plan.map(Plan::startAt) : Optional.empty();
    }
}
