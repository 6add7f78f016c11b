package dev.secrets;

import dev.secrets.engine.BackgroundWork;
import dev.secrets.engine.Engine;
import dev.secrets.engine.Maintenance;
import dev.secrets.model.AuditIncompleteException;
import dev.secrets.model.GetSecretValueRequest;
import dev.secrets.model.LeaseLostException;
import dev.secrets.model.ResourceNotFoundException;
import dev.secrets.model.RotationLease;
import dev.secrets.model.SecretValue;
import dev.secrets.model.SecretsManagerException;
import dev.secrets.operations.FinishRotation;
import dev.secrets.operations.GetSecretValue;
import dev.secrets.operations.PutPendingValue;
import dev.secrets.state.LeasedRotation;
import dev.secrets.state.Rotation;
import dev.secrets.state.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A rotation scheduler's only door into the engine: what is due, the lease on it, and its effects under the fence of the lease.
 *
 * <p>A worker claims, runs its rotator's steps, and completes or fails; while it works it renews. A worker that dies leaves its
 * lease to run out; the next one claims the same version id and finds the value that was written, if it was. Nothing here waits
 * or runs by itself. The store's clock judges what is due and which lease holds.
 *
 * <p>Reading, writing and finishing act as the rotation principal of {@link EmbeddedOptions}: authorised and audited like any
 * call. The rest is work of the service: audited as RotationStarted, RotationSucceeded, RotationFailed and their like.
 *
 * <p>Thread-safe.
 */
public final class RotationQueue {
    /**
     * How long a worker may go by the store's word that its rotation was not cancelled, counted from before it asked: a claim, a
     * renewal, a pending value that was accepted, or {@link #requireUncancelled}. {@link SecretsManager#cancelRotateSecret} returns no
     * sooner than that after it has cancelled a rotation under way, so that no step begins once it has returned (checklist CANC-08);
     * but one that was waiting for an answer of the store that takes longer may.
     */
    public static final Duration UNCANCELLED_FOR = Duration.ofMillis(10);

    private static final Logger LOG = LoggerFactory.getLogger(RotationQueue.class);

    private final Engine engine;
    private final BackgroundWork work;

    RotationQueue(Engine engine) {
        this.engine = engine;
        this.work = engine.backgroundWork();
    }

    /**
     * Claims rotations that are due, soonest first: scheduled ones, those that RotateSecret asked for, those to be tried again, and
     * those whose worker let its lease run out. A scheduled rotation has its pending version from the claim on. A secret that
     * can't be claimed, say because its record does not open or its start can't be audited, is passed over and logged.
     *
     * @param owner the name of the worker, for people
     * @param duration how long each lease shall last
     * @param limit how many to claim at most
     */
    public List<RotationLease> claim(String owner, Duration duration, int limit) {
        return claim(owner, duration, limit, name -> true);
    }

    /**
     * Claims as {@link #claim(String, Duration, int)} does, and passes over what the worker does not want now: say because its
     * target is busy.
     *
     * @param owner the name of the worker, for people
     * @param duration how long each lease shall last
     * @param limit how many to claim at most
     * @param wanted tells by a secret's name whether to claim it
     */
    public List<RotationLease> claim(String owner, Duration duration, int limit, Predicate<String> wanted) {
        List<RotationLease> leases = new ArrayList<>();
        if (limit > 0) {
            forEachDue(name -> {
                Optional.of(name)
                        .filter(wanted)
                        .flatMap(due -> claim(due, owner, duration))
                        .ifPresent(leases::add);
                return leases.size() < limit;
            });
        }
        return leases;
    }

    /**
     * Calls with the name of each secret that is due, soonest first, for as long as it answers yes: what a worker may claim by
     * {@link #claim(String, String, Duration)}. Not only rotations are due, and another worker may be faster.
     *
     * @param goesOn takes a name, and tells whether to go on; it may take its time
     */
    public void forEachDue(Predicate<String> goesOn) {
        work.forEachDue(goesOn);
    }

    /**
     * Claims the rotation of one secret; nothing if none is due, or if it can't be claimed, which is logged.
     *
     * @param secretName the name of the secret
     * @param owner the name of the worker, for people
     * @param duration how long the lease shall last
     */
    public Optional<RotationLease> claim(String secretName, String owner, Duration duration) {
        return served(secretName, name -> claimDue(name, owner, duration));
    }

    /** One secret that can't be served does not keep the others waiting. */
    private static <R> Optional<R> served(String name, Function<String, Optional<R>> service) {
        try {
            return service.apply(name);
        } catch (AuditIncompleteException served) {
            throw served;
        } catch (SecretsManagerException | IllegalStateException unserviceable) {
            LOG.warn("{} is due and can't be served", name, unserviceable);
            return Optional.empty();
        }
    }

    private Optional<RotationLease> claimDue(String name, String owner, Duration duration) {
        String newVersionId = engine.newToken();
        return work.maintainHeld(
                        name,
                        (secret, now) -> Optional.of(secret)
                                .filter(s -> s.isRotationDue(now))
                                .map(s -> s.claimRotation(
                                        new Rotation.Lease(owner, now.plus(duration)), newVersionId, now)))
                .flatMap(this::started);
    }

    /** A rotation whose start the trail does not take does not start. */
    private Optional<RotationLease> started(Maintenance.Done claimed) {
        RotationLease lease = lease(claimed.after(), claimed.arn());
        try {
            announceStart(claimed);
            return Optional.of(lease);
        } catch (AuditIncompleteException refused) {
            LOG.warn("The start of the rotation of {} could not be audited", lease.secretName(), refused);
            giveBack(lease, (rotation, now) -> rotation.unclaim());
            return Optional.empty();
        }
    }

    private void announceStart(Maintenance.Done claimed) {
        Rotation.Attempt attempt = claimed.after().rotationOrNone().attempt().orElseThrow();
        boolean resumed = claimed.before()
                .rotationOrNone()
                .attempt()
                .filter(before -> before.lease().isPresent() || before.failures() > 0)
                .isPresent();
        if (!resumed) {
            announce(claimed, eventPrefix(attempt) + "Started", Map.of());
        }
    }

    private static RotationLease lease(Secret secret, String arn) {
        Rotation rotation = secret.rotationOrNone();
        Rotation.Attempt attempt = rotation.attempt().orElseThrow();
        Rotation.Lease lease = attempt.lease().orElseThrow();
        return new RotationLease(
                lease.owner(),
                lease.until(),
                arn,
                secret.identity().name(),
                secret.identity().uid(),
                rotation.epoch(),
                attempt.versionId(),
                attempt.purpose() == Rotation.Purpose.TEST,
                attempt.failures(),
                rotation.configuration().lambdaArn(),
                rotation.configuration().externalMetadata().orElse(List.of()),
                rotation.configuration().externalRoleArn());
    }

    /**
     * Prolongs a lease that still holds; one that was lost stays lost.
     *
     * @return the lease with its new end
     * @throws LeaseLostException if it was lost
     */
    public RotationLease renew(RotationLease lease, Duration duration) {
        Maintenance.Done done = fenced(lease, (rotation, now) -> rotation.renew(now.plus(duration)));
        return lease(done.after(), done.arn());
    }

    /**
     * Makes sure that the rotation was neither cancelled nor taken over, without renewing the lease: to be asked before a step that
     * begins when the last word of the store is older than {@link #UNCANCELLED_FOR} (checklist CANC-08).
     *
     * @throws LeaseLostException if it was
     */
    public void requireUncancelled(RotationLease lease) {
        boolean held = work.latest(lease.secretName())
                .filter(secret -> secret.identity().uid().equals(lease.secretUid()))
                .filter(secret -> secret.isRotationHeld(lease.epoch()))
                .isPresent();
        if (!held) {
            throw new LeaseLostException("The rotation of " + lease.secretName() + " was cancelled or taken over");
        }
    }

    /** Returns the value of the version with the staging label, such as AWSCURRENT; nothing if there is none. */
    public Optional<SecretValue> value(RotationLease lease, String stagingLabel) {
        return value(new GetSecretValueRequest(lease.secretArn()).versionStage(stagingLabel));
    }

    /** Returns the value of the version that the rotation makes; nothing if it was not written yet. */
    public Optional<SecretValue> pendingValue(RotationLease lease) {
        return value(new GetSecretValueRequest(lease.secretArn()).versionId(lease.versionId()));
    }

    private Optional<SecretValue> value(GetSecretValueRequest request) {
        try {
            return Optional.of(engine.read(engine.rotationPrincipal(), new GetSecretValue(request))
                    .secretValue());
        } catch (ResourceNotFoundException none) {
            return Optional.empty();
        }
    }

    /**
     * Writes the value of the version that the rotation makes. Written once, it stays: the same value again does nothing.
     *
     * @throws dev.secrets.model.ValidationException if the value is empty or longer than 65,536 bytes, as from PutSecretValue
     * @throws dev.secrets.model.ResourceExistsException if another value was written
     * @throws LeaseLostException if the lease was lost; nothing was written
     */
    public void putPendingValue(RotationLease lease, SecretValue value) {
        engine.change(engine.rotationPrincipal(), new PutPendingValue(lease, value));
    }

    /**
     * Makes the rotation's version current; if it is, does nothing.
     *
     * @throws LeaseLostException if the lease was lost; nothing was changed
     */
    public void finish(RotationLease lease) {
        engine.change(engine.rotationPrincipal(), new FinishRotation(lease, LeasedRotation::finish));
    }

    /**
     * Makes the rotation's version current and ends the rotation in the same commit, as {@link #finish} and then
     * {@link #complete(RotationLease)} do in two.
     *
     * @throws LeaseLostException if the lease was lost; nothing was changed
     * @throws AuditIncompleteException if the trail did not take an event; the rotation is complete
     */
    public void finishAndComplete(RotationLease lease) {
        finishAndComplete(lease, LeasedRotation::complete);
    }

    /**
     * Makes the rotation's version current and ends the rotation in the same commit, as {@link #finish} and then
     * {@link #complete(RotationLease, Instant)} do in two.
     *
     * @param renewBy when the value has to be made anew
     */
    public void finishAndComplete(RotationLease lease, Instant renewBy) {
        finishAndComplete(lease, rotation -> rotation.complete(renewBy));
    }

    private void finishAndComplete(RotationLease lease, Function<LeasedRotation, Secret> completion) {
        engine.change(
                engine.rotationPrincipal(),
                new FinishRotation(lease, (rotation, now) -> completion.apply(rotation.finished(now))));
        engine.announce(eventPrefix(lease) + "Succeeded", lease.secretArn(), Map.of());
    }

    /**
     * Ends a rotation whose version is current: AWSPENDING is removed, the date of the last rotation set, the next one planned. A
     * test leaves nothing behind.
     *
     * @throws dev.secrets.model.InvalidRequestException if the version is not current
     * @throws LeaseLostException if the lease was lost; nothing was changed
     * @throws AuditIncompleteException if the trail did not take the event; the rotation is complete
     */
    public void complete(RotationLease lease) {
        complete(lease, (rotation, now) -> rotation.complete());
    }

    /**
     * Ends a rotation as {@link #complete(RotationLease)} does, and has the next one begin no later than at a moment: for what
     * expires. A later change of the rules, or of the value by hand, plans by the rules alone.
     *
     * @param renewBy when the value has to be made anew
     */
    public void complete(RotationLease lease, Instant renewBy) {
        complete(lease, (rotation, now) -> rotation.complete(renewBy));
    }

    private void complete(RotationLease lease, Effect end) {
        Maintenance.Done done = fenced(lease, end);
        announce(done, eventPrefix(lease) + "Succeeded", Map.of());
    }

    /**
     * Ends this try of a rotation without success. Labels stay; the pending value is kept for the next try.
     *
     * @param reason what failed, without any value; for the audit trail
     * @param retryAt when to try again; if absent, the next window of the schedule does
     * @throws LeaseLostException if the lease was lost; nothing was changed
     * @throws AuditIncompleteException if the trail did not take the event; the try is over
     */
    public void fail(RotationLease lease, String reason, Optional<Instant> retryAt) {
        Maintenance.Done done = fenced(lease, (rotation, now) -> rotation.fail(retryAt));
        announce(done, eventPrefix(lease) + "Failed", Map.of("reason", reason));
    }

    /** Gives a lease back, so that another worker goes on at once; a lost one is none to give back. */
    public void release(RotationLease lease) {
        giveBack(lease, (rotation, now) -> rotation.release());
    }

    private void giveBack(RotationLease lease, Effect effect) {
        try {
            fenced(lease, effect);
        } catch (LeaseLostException alreadyTaken) {
            LOG.debug("A lease on {} was lost before it was given back", lease.secretName(), alreadyTaken);
        }
    }

    /**
     * Has the next worker go on with a rotation that was cancelled in the middle, or given up after failures, with the version
     * and value that it has: the target may accept that value already. Turns rotation on again. While a worker has the rotation,
     * or the version is there to be tested, this does nothing.
     *
     * @param secretName the name of the secret
     * @throws ResourceNotFoundException if there is no such secret
     * @throws dev.secrets.model.InvalidRequestException if the secret is scheduled for deletion or has no rotation to go on with
     * @throws AuditIncompleteException if the trail did not take the event; the rotation is resumed
     */
    public void resume(String secretName) {
        Maintenance.Done done = work.maintain(secretName, (secret, now) -> Optional.of(secret.resumeRotation(now)))
                .orElseThrow(() -> new ResourceNotFoundException("Secret " + secretName + " is not there"));
        if (!done.after().equals(done.before())) {
            announce(done, "RotationResumed", Map.of());
        }
    }

    /**
     * Deletes secrets for good whose recovery window is over. One that can't be deleted is passed over and logged.
     *
     * @param limit how many at most
     * @return how many
     * @throws AuditIncompleteException if the trail did not take the event of one that was deleted; others may be left
     */
    public int purge(int limit) {
        AtomicInteger purged = new AtomicInteger();
        if (limit > 0) {
            work.forEachPerhapsGone(name -> served(name, due -> Optional.of(due).filter(work::purge))
                    .map(gone -> purged.incrementAndGet() < limit)
                    .orElse(true));
        }
        return purged.get();
    }

    private Maintenance.Done fenced(RotationLease lease, Effect effect) {
        return work.maintainHeld(lease.secretName(), (secret, now) -> {
                    if (!secret.identity().uid().equals(lease.secretUid())) {
                        throw gone(lease);
                    }
                    return Optional.of(effect.on(secret.requireLease(lease.epoch(), now), now));
                })
                .orElseThrow(() -> gone(lease));
    }

    private static LeaseLostException gone(RotationLease lease) {
        return new LeaseLostException("Secret " + lease.secretName() + " is gone");
    }

    private void announce(Maintenance.Done done, String event, Map<String, String> details) {
        engine.announce(event, done.arn(), details);
    }

    private static String eventPrefix(RotationLease lease) {
        return lease.testOnly() ? "TestRotation" : "Rotation";
    }

    private static String eventPrefix(Rotation.Attempt attempt) {
        return attempt.purpose() == Rotation.Purpose.TEST ? "TestRotation" : "Rotation";
    }

    @FunctionalInterface
    private interface Effect {
        Secret on(LeasedRotation rotation, Instant storeTime);
    }
}
