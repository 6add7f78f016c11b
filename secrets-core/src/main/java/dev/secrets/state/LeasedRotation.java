package dev.secrets.state;

import static dev.secrets.model.StagingLabel.AWSCURRENT;
import static dev.secrets.model.StagingLabel.AWSPENDING;

import dev.secrets.model.InvalidRequestException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The rotation of a secret in the hands of the worker that holds its lease. Every method returns the secret after it; none has
 * side effects.
 */
public final class LeasedRotation {
    /** What expires as it is made is not made anew without a pause. */
    private static final Duration MIN_LIFE = Duration.ofSeconds(1);

    private final Secret secret;
    private final Rotation.Attempt attempt;
    private final Instant storeTime;

    LeasedRotation(Secret secret, Rotation.Attempt attempt, Instant storeTime) {
        this.secret = secret;
        this.attempt = attempt;
        this.storeTime = storeTime;
    }

    /** Prolongs the lease. */
    public Secret renew(Instant until) {
        return attempting(
                attempt.leased(new Rotation.Lease(attempt.lease().orElseThrow().owner(), until)));
    }

    /** Moves AWSCURRENT to the attempt's version, unless it is there: the effect of finishSecret. A test has nothing to finish. */
    public Secret finish(Instant now) {
        if (isTest()) {
            throw new InvalidRequestException(
                    "Version " + attempt.versionId() + " is there to be tested, not to become current.");
        }
        if (version().value().isEmpty()) {
            throw new InvalidRequestException(
                    "The rotation can't be finished: version " + attempt.versionId() + " has no value.");
        }
        return version().has(AWSCURRENT)
                ? secret
                : secret.versions(secret.versions().makeCurrent(attempt.versionId()))
                        .changed(now);
    }

    /** Returns the rotation, still in the same hands, of the secret that is finished. */
    public LeasedRotation finished(Instant now) {
        return new LeasedRotation(finish(now), attempt, storeTime);
    }

    /**
     * Ends a rotation that has succeeded: AWSPENDING goes, the dates move (checklist ROT-09, ROT-10). A test leaves nothing.
     *
     * @throws InvalidRequestException if the version did not become current, or the secret is scheduled for deletion
     */
    public Secret complete() {
        return complete(Secret.NEVER);
    }

    /**
     * Ends a rotation as {@link #complete()} does, and has the next one begin no later than at a moment; but not at once.
     *
     * @param renewBy when what was made has to be made anew, say because it expires
     */
    public Secret complete(Instant renewBy) {
        secret.requireActive();
        if (isTest()) {
            return secret.withoutTest(attempt);
        }
        if (!version().has(AWSCURRENT)) {
            throw new InvalidRequestException("The rotation is not finished: version " + attempt.versionId()
                    + " does not have staging label AWSCURRENT.");
        }
        return secret.versions(secret.versions()
                        .detach(AWSPENDING, attempt.versionId())
                        .prune(storeTime))
                .rotation(secret.rotationOrNone().succeeded(storeTime).ended())
                .changed(storeTime)
                .replanned(storeTime)
                .plannedBy(noSoonerThan(storeTime.plus(MIN_LIFE), renewBy));
    }

    private static Instant noSoonerThan(Instant earliest, Instant wanted) {
        return wanted.isBefore(earliest) ? earliest : wanted;
    }

    /**
     * Ends the work of this lease without success. AWSCURRENT and AWSPENDING stay (checklist ROT-14); a test is not repeated.
     *
     * @param retryAt when to try again; if absent, the next window of the schedule does
     */
    public Secret fail(Optional<Instant> retryAt) {
        if (isTest()) {
            return secret.withoutTest(attempt);
        }
        Instant start = retryAt.or(() -> Planner.nextStart(secret, storeTime)).orElse(Secret.NEVER);
        return attempting(attempt.waitingUntil(start, attempt.failures() + 1));
    }

    /** Ends the lease now, so that another node goes on at once. */
    public Secret release() {
        return renew(storeTime);
    }

    /** Takes the claim back: whoever claims next begins the rotation. */
    public Secret unclaim() {
        return attempting(attempt.waitingUntil(storeTime, attempt.failures()));
    }

    private boolean isTest() {
        return attempt.purpose() == Rotation.Purpose.TEST;
    }

    private SecretVersion version() {
        return secret.versions().require(attempt.versionId());
    }

    private Secret attempting(Rotation.Attempt changed) {
        return secret.rotation(secret.rotationOrNone().attempting(changed));
    }
}
