package dev.secrets.state;

import static dev.secrets.model.StagingLabel.AWSCURRENT;
import static dev.secrets.model.StagingLabel.AWSPENDING;

import dev.secrets.model.InvalidParameterException;
import dev.secrets.model.InvalidRequestException;
import dev.secrets.model.LeaseLostException;
import dev.secrets.model.Tag;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A secret without its values: the aggregate that every change goes through. Active, or scheduled for deletion; what is gone has
 * no state. Every method that changes something returns the secret after it; none has side effects.
 *
 * @param identity what never changes
 * @param settings what describes it
 * @param versions its versions
 * @param rotation its rotation; absent if it was never configured
 * @param deletionDate when it is gone, if it is scheduled for deletion
 * @param lastChangedDate the last change of any kind; each is later than the one before, whatever the clock does
 * @param lastAccessedDay the day of the last read of a value, in UTC
 * @param replication its ties to other regions; absent if it has none
 */
public record Secret(
        Identity identity,
        Settings settings,
        Versions versions,
        Optional<Rotation> rotation,
        Optional<Instant> deletionDate,
        Instant lastChangedDate,
        Optional<LocalDate> lastAccessedDay,
        Optional<Replication> replication) {

    /** Returns a new secret, whose first version, if there is one, is current. */
    public static Secret created(Identity identity, Settings settings, Optional<SecretVersion> first) {
        return new Secret(
                identity,
                settings,
                first.map(version -> Versions.NONE.put(version, Set.of(AWSCURRENT)))
                        .orElse(Versions.NONE),
                Optional.empty(),
                Optional.empty(),
                identity.createdDate(),
                Optional.empty(),
                Optional.empty());
    }

    // State of life

    /** @throws InvalidRequestException if the secret is scheduled for deletion */
    public Secret requireActive() {
        if (deletionDate.isPresent()) {
            throw new InvalidRequestException(
                    "You can't perform this operation on the secret because it was marked for deletion.");
        }
        return this;
    }

    /** Returns whether the recovery window is over: the secret is absent to everybody, purged or not. */
    public boolean isGone(Instant now) {
        return deletionDate.isPresent() && !deletionDate.get().isAfter(now);
    }

    /** Schedules the deletion; labels and versions stay (checklist DEL-03). */
    public Secret scheduleDeletion(Instant date, Instant now) {
        return requireActive().deletionDate(Optional.of(date)).changed(now);
    }

    /** Cancels the deletion; an active secret stays as it is (checklist REST-03). */
    public Secret restore(Instant now) {
        return deletionDate.isEmpty()
                ? this
                : deletionDate(Optional.empty()).changed(now).replanned(now);
    }

    // Settings

    /** Changes the settings; equal ones change nothing. */
    public Secret settings(UnaryOperator<Settings> change, Instant now) {
        Settings changed = change.apply(settings);
        return changed.equals(settings) ? this : settings(changed).changed(now);
    }

    /** Puts the settings in place of those before: a change, also if they are equal (checklist UPD-14). */
    public Secret described(Settings described, Instant now) {
        return settings(described).changed(now);
    }

    /** Adds tags, or changes their values (checklist TAG-01 to TAG-10). */
    public Secret tag(List<Tag> added, Instant now) {
        return settings(before -> before.tagged(added), now);
    }

    /** Removes tags; a secret that has never had any still has none (checklist DESC-06). */
    public Secret untag(Collection<String> keys, Instant now) {
        List<Tag> rest = Tags.remove(settings.tags().orElse(List.of()), keys);
        return settings.tags().isEmpty() ? this : settings(before -> before.tags(rest), now);
    }

    // Versions

    /**
     * Gives the secret a new version, or a valueless version its value.
     *
     * @param version has a value; if its id is known, that version has none yet
     * @param labels what it shall carry
     * @param maxVersions how many versions the secret may have
     */
    public Secret putVersion(SecretVersion version, Set<String> labels, int maxVersions, Instant now) {
        if (versions.find(version.id()).flatMap(SecretVersion::value).isPresent()) {
            throw new IllegalStateException("A value is written once; version " + version.id() + " has one");
        }
        return relabelled(versions.put(version, labels), maxVersions, now).rebased(this, now);
    }

    /** Attaches, moves or detaches one label; taking AWSPENDING from a rotation's version abandons the rotation. */
    public Secret updateStage(String label, Optional<String> removeFrom, Optional<String> moveTo, Instant now) {
        Versions moved = versions.updateStage(label, removeFrom, moveTo);
        return moved == versions ? this : relabelled(moved, Integer.MAX_VALUE, now);
    }

    /** What an abandoned test leaves goes first: it is not one of the hundred unlabelled versions that stay. */
    private Secret relabelled(Versions relabelled, int maxVersions, Instant now) {
        Secret after = versions(relabelled).withoutAbandonedAttempt();
        return after.versions(after.versions.prune(now).requireWithinLimits(versions, maxVersions))
                .changed(now);
    }

    /** Replaces a version by the same one sealed anew; no visible change. */
    public Secret resealed(String versionId, UnaryOperator<SecretVersion> change) {
        return versions(versions.replace(versionId, change));
    }

    /** Returns the secret for another store, where nobody has a lease on its rotation and nothing ties it to other regions. */
    public Secret copied() {
        Secret alone = tied(Optional.empty());
        return rotation.map(here -> alone.rotation(here.unleased())).orElse(alone);
    }

    /** Notes that a version's value was read on a day (checklist GET-14, GET-15); no change of the secret. */
    public Secret accessed(String versionId, LocalDate day) {
        if (versions.find(versionId).isEmpty() || isAccessed(versionId, day)) {
            return this;
        }
        return new Secret(
                identity,
                settings,
                versions.replace(versionId, version -> version.accessed(day)),
                rotation,
                deletionDate,
                lastChangedDate,
                lastAccessedDay.filter(known -> known.isAfter(day)).or(() -> Optional.of(day)),
                replication);
    }

    private boolean isAccessed(String versionId, LocalDate day) {
        return lastAccessedDay.filter(known -> !known.isBefore(day)).isPresent()
                && versions.require(versionId)
                        .lastAccessedDay()
                        .filter(known -> !known.isBefore(day))
                        .isPresent();
    }

    // Rotation, as callers see it

    /** Returns the rotation, also of a secret whose rotation was never configured. */
    public Rotation rotationOrNone() {
        return rotation.orElse(Rotation.NONE);
    }

    /** @throws InvalidRequestException if AWSPENDING is on another version than AWSCURRENT (checklist ROT-16, ROT-17) */
    public Secret requireNoRotationUnderWay() {
        Optional<SecretVersion> pending = versions.labelled(AWSPENDING);
        if (pending.isPresent() && !pending.get().has(AWSCURRENT)) {
            throw new InvalidRequestException("A previous rotation isn't complete. That rotation will be reattempted.");
        }
        return this;
    }

    /** Starts now a rotation that was given up, that waits for a retry, or whose start lies in the future because another clock was ahead. */
    public Secret hastenRotation(Instant now) {
        return rotationOrNone()
                .attempt()
                .filter(attempt ->
                        attempt.lease().isEmpty() && attempt.startAt().isAfter(now))
                .map(attempt -> rotation(rotationOrNone().attempting(attempt.waitingUntil(now, attempt.failures()))))
                .orElse(this);
    }

    /** Turns rotation on with the configuration and plans the next one. */
    public Secret configureRotation(RotationConfiguration configuration, Instant now, Instant storeTime) {
        return rotation(rotationOrNone().configured(configuration)).changed(now).replanned(storeTime);
    }

    /** Starts a rotation: its version exists from now on, without a value (checklist ROT-04). */
    public Secret startRotation(String versionId, Instant now) {
        SecretVersion valueless = SecretVersion.valueless(versionId, now, settings.kmsKeyId());
        return startAttempt(valueless, Rotation.Purpose.ROTATE, now);
    }

    /** Starts a test of the rotator on a copy of the current value (checklist ROT-20 to ROT-22). */
    public Secret startRotationTest(SecretVersion copy, Instant now) {
        return startAttempt(copy, Rotation.Purpose.TEST, now);
    }

    private Secret startAttempt(SecretVersion version, Rotation.Purpose purpose, Instant now) {
        return versions(versions.startPending(version).prune(now)).attempting(version.id(), purpose, now);
    }

    private Secret attempting(String versionId, Rotation.Purpose purpose, Instant now) {
        Rotation.Attempt attempt = new Rotation.Attempt(versionId, purpose, now, 0, Optional.empty());
        return rotation(rotationOrNone().ended().attempting(attempt)).changed(now);
    }

    /** Turns rotation off and stops a worker; the labels stay as they are (section 13.6 of the reference). */
    public Secret cancelRotation(Instant now) {
        return rotation(rotationOrNone().disabled()).changed(now);
    }

    /**
     * Turns rotation on again, if it was cancelled, and has a worker go on at once with the version that carries AWSPENDING. Does
     * nothing while a worker has it, or while that version is there to be tested: a test makes nothing current.
     *
     * @throws InvalidRequestException if there is nothing to go on with
     */
    public Secret resumeRotation(Instant now) {
        Rotation before = requireActive().rotationOrNone();
        SecretVersion pending = versions.labelled(AWSPENDING)
                .filter(version -> rotation.isPresent() && !version.has(AWSCURRENT))
                .orElseThrow(() -> new InvalidRequestException(
                        "There is no rotation to go on with: no version has staging label AWSPENDING alone."));
        if (before.attempt().filter(Rotation.Attempt::isTakenOrTest).isPresent()) {
            return this;
        }
        Rotation.Attempt attempt =
                new Rotation.Attempt(pending.id(), Rotation.Purpose.ROTATE, now, 0, Optional.empty());
        return rotation(before.configured(before.configuration()).attempting(attempt))
                .replanned(now)
                .changed(now);
    }

    // Rotation, as workers see it

    /** Returns whether a worker may claim the rotation. */
    public boolean isRotationDue(Instant now) {
        return deletionDate.isEmpty()
                && rotation.flatMap(Rotation::dueAt)
                        .filter(due -> !due.isAfter(now))
                        .isPresent();
    }

    /**
     * Gives a lease on the attempt under way, or on a new one: on the version that carries AWSPENDING already, or else on one of
     * the id given.
     */
    public Secret claimRotation(Rotation.Lease lease, String newVersionId, Instant now) {
        Secret started = rotationOrNone().attempt().isPresent() ? this : startScheduledRotation(newVersionId, now);
        Rotation before = started.rotationOrNone();
        return started.rotation(before.claimed(before.attempt().orElseThrow().leased(lease)));
    }

    /** A version that somebody has staged is the one to be put to use; it may have no value yet. */
    private Secret startScheduledRotation(String newVersionId, Instant now) {
        return versions.labelled(AWSPENDING)
                .filter(staged -> !staged.has(AWSCURRENT))
                .map(staged -> attempting(staged.id(), Rotation.Purpose.ROTATE, now))
                .orElseGet(() -> startRotation(newVersionId, now));
    }

    /** Returns whether the worker of the epoch still has the rotation, as far as can be told without a clock. */
    public boolean isRotationHeld(long epoch) {
        return rotationOrNone()
                .attempt()
                .filter(attempt ->
                        rotationOrNone().epoch() == epoch && attempt.lease().isPresent())
                .isPresent();
    }

    /**
     * Returns the rotation as the worker that holds the epoch may change it.
     *
     * @throws LeaseLostException if the lease is over, was taken by another, or the rotation was cancelled or abandoned
     */
    public LeasedRotation requireLease(long epoch, Instant storeTime) {
        Rotation current = rotationOrNone();
        return current.attempt()
                .filter(attempt -> current.epoch() == epoch)
                .filter(attempt -> attempt.isLeased(storeTime))
                .map(attempt -> new LeasedRotation(this, attempt, storeTime))
                .orElseThrow(() -> new LeaseLostException("The lease of epoch " + epoch + " on the rotation of "
                        + identity.name() + " is over; the epoch is now " + current.epoch()));
    }

    /** Ends a test: the copy that was tested goes (checklist ROT-22), unless somebody has put it to another use meanwhile. */
    Secret withoutTest(Rotation.Attempt test) {
        Versions rest = versions.detach(AWSPENDING, test.versionId());
        boolean inUse = rest.find(test.versionId())
                .filter(version -> !version.isDeprecated())
                .isPresent();
        return versions(inUse ? rest : rest.without(test.versionId()))
                .rotation(rotationOrNone().ended());
    }

    // Replication

    /** Returns whether the secret is the replica of one in another region. */
    public boolean isReplica() {
        return replication.flatMap(Replication::source).isPresent();
    }

    /** @throws InvalidParameterException if the secret is a replica (checklist REPL-03) */
    public Secret requirePrimary() {
        if (isReplica()) {
            throw new InvalidParameterException(
                    "Operation not permitted on a replica secret. Call must be made in primary secret's region.");
        }
        return this;
    }

    /** Returns the regions that have a replica, shall have one, or shall have none any more. */
    public List<ReplicaTarget> replicas() {
        return replication.map(Replication::replicas).orElse(List.of());
    }

    /** Returns whether another region is owed something that was not tried yet. */
    public boolean owesAtOnce() {
        return replication.filter(Replication::owesAtOnce).isPresent();
    }

    /** Returns the region in which a replicated secret can be changed (checklist DESC-08). */
    public Optional<String> primaryRegion() {
        return replication
                .filter(ties -> ties.source().isPresent() || !ties.replicas().isEmpty())
                .map(Replication::primaryRegion);
    }

    /** Changes the ties to other regions; equal ones change nothing. */
    public Secret replicate(Replication ties, Instant now) {
        Secret tied = replication(ties);
        return tied.equals(this) ? this : tied.changed(now);
    }

    /** Notes what became of the ties to other regions; no change of the secret. */
    public Secret replication(Replication ties) {
        return tied(Optional.of(ties).filter(Replication::isAny));
    }

    private Secret tied(Optional<Replication> ties) {
        return new Secret(identity, settings, versions, rotation, deletionDate, lastChangedDate, lastAccessedDay, ties);
    }

    /** Returns this secret, which owes its replicas what differs from the secret before. */
    public Secret owingChangesSince(Secret before) {
        return replication.isEmpty() || hasSameContent(before)
                ? this
                : replication(replication.get().changed(lastChangedDate));
    }

    /** Returns whether replicas of the other secret are replicas of this one: all is alike that is copied. */
    public boolean hasSameContent(Secret other) {
        return lastChangedDate.equals(other.lastChangedDate)
                && settings.kmsKeyId(Optional.empty()).equals(other.settings.kmsKeyId(Optional.empty()))
                && versions.hasSameContent(other.versions);
    }

    // What follows from the rest

    /** Returns when the engine has to look at the secret: to rotate it, to take a lease over, to purge it, or to copy it. */
    public Optional<Instant> dueAt() {
        Optional<Instant> own = deletionOrRotationDueAt();
        Optional<Instant> others = replication.flatMap(Replication::dueAt);
        boolean ownFirst = own.isPresent() && others.filter(own.get()::isAfter).isEmpty();
        return ownFirst ? own : others;
    }

    /** Returns when the engine has to look at the secret for its own sake: to purge it, to rotate it, or to take a lease over. */
    public Optional<Instant> deletionOrRotationDueAt() {
        return deletionDate.or(() -> rotation.flatMap(Rotation::dueAt).filter(due -> due.isBefore(NEVER)));
    }

    /** Later than any clock; what waits until then waits for a caller. */
    static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

    private Secret withoutAbandonedAttempt() {
        return rotationOrNone()
                .attempt()
                .filter(attempt -> versions.find(attempt.versionId())
                        .filter(version -> version.has(AWSPENDING) || version.has(AWSCURRENT))
                        .isEmpty())
                .map(this::abandon)
                .orElse(this);
    }

    private Secret abandon(Rotation.Attempt attempt) {
        return attempt.purpose() == Rotation.Purpose.TEST
                ? withoutTest(attempt)
                : rotation(rotationOrNone().ended());
    }

    /** Moves the plan forward to the moment, if it is later or there is none. */
    Secret plannedBy(Instant renewBy) {
        Rotation now = rotationOrNone();
        boolean sooner = now.plan().map(Rotation.Plan::startAt).orElse(NEVER).isAfter(renewBy);
        return now.enabled() && sooner ? rotation(now.planned(Optional.of(new Rotation.Plan(renewBy, renewBy)))) : this;
    }

    Secret replanned(Instant now) {
        return rotationOrNone().enabled() ? rotation(rotationOrNone().planned(Planner.next(this, now))) : this;
    }

    /** Plans anew after a new value if the schedule counts from it; a cron expression's window stays (section 14.4). */
    private Secret rebased(Secret before, Instant now) {
        return rotationOrNone().enabled() && Planner.isMoved(before, this, now) ? replanned(now) : this;
    }

    Secret changed(Instant now) {
        Instant later = now.isAfter(lastChangedDate) ? now : lastChangedDate.plusMillis(1);
        return new Secret(identity, settings, versions, rotation, deletionDate, later, lastAccessedDay, replication);
    }

    private Secret settings(Settings newSettings) {
        return new Secret(
                identity, newSettings, versions, rotation, deletionDate, lastChangedDate, lastAccessedDay, replication);
    }

    Secret versions(Versions newVersions) {
        return new Secret(
                identity, settings, newVersions, rotation, deletionDate, lastChangedDate, lastAccessedDay, replication);
    }

    Secret rotation(Rotation newRotation) {
        return new Secret(
                identity,
                settings,
                versions,
                Optional.of(newRotation),
                deletionDate,
                lastChangedDate,
                lastAccessedDay,
                replication);
    }

    private Secret deletionDate(Optional<Instant> date) {
        return new Secret(identity, settings, versions, rotation, date, lastChangedDate, lastAccessedDay, replication);
    }

    @Override
    public String toString() {
        return "Secret[" + Objects.toString(identity) + ", " + versions + "]";
    }
}
