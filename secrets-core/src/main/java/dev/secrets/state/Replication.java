package dev.secrets.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * How a secret is tied to secrets of its name in other regions: as their primary, or as the replica of one (section 16 of the
 * reference).
 *
 * @param primaryRegion where the secret can be changed: its own region, unless it is a replica
 * @param source of a replica
 * @param targets the regions to which it owes something, or which have a copy, in the order in which they were named
 */
public record Replication(String primaryRegion, Optional<ReplicaSource> source, List<ReplicaTarget> targets) {
    /** Copies the targets. */
    public Replication {
        targets = List.copyOf(targets);
    }

    /** Returns the replication of a secret that has none, in its own region. */
    public static Replication none(String ownRegion) {
        return new Replication(ownRegion, Optional.empty(), List.of());
    }

    /** Returns the replication of a replica. */
    public static Replication of(String primaryRegion, ReplicaSource source) {
        return new Replication(primaryRegion, Optional.of(source), List.of());
    }

    /** Returns the region as a target. */
    public Optional<ReplicaTarget> target(String region) {
        return targets.stream().filter(target -> target.region().equals(region)).findFirst();
    }

    /** Returns the targets that have a replica, shall have one, or shall have none any more. */
    public List<ReplicaTarget> replicas() {
        return targets.stream()
                .filter(target -> target.goal() != ReplicaTarget.Goal.DETACH)
                .toList();
    }

    /** Returns this with what a caller asks of regions, some of which may be targets already. */
    public Replication to(List<ReplicaTarget> asked) {
        Replication after = this;
        for (ReplicaTarget target : asked) {
            Optional<ReplicaTarget> before = after.target(target.region());
            after = before.isPresent()
                    ? after.with(before.get().askedAgain(target))
                    : after.targets(plus(after.targets, target));
        }
        return after;
    }

    private static List<ReplicaTarget> plus(List<ReplicaTarget> targets, ReplicaTarget further) {
        List<ReplicaTarget> all = new ArrayList<>(targets);
        all.add(further);
        return all;
    }

    /** Returns this with the replica in the region to be removed; without one it stays as it is. */
    public Replication removing(String region, Instant now) {
        return target(region)
                .filter(target -> target.goal() == ReplicaTarget.Goal.COPY)
                .map(target -> with(target.removed(now)))
                .orElse(this);
    }

    /** Returns this without the region. */
    public Replication without(String region) {
        return targets(targets.stream()
                .filter(target -> !target.region().equals(region))
                .toList());
    }

    /** Returns this with a target in place of the one of the same region. */
    public Replication with(ReplicaTarget changed) {
        return each(target -> target.region().equals(changed.region()) ? changed : target);
    }

    /** Returns what a replica is after it was promoted: nobody's replica, which its former primary may have to be told. */
    public Replication promoted(String ownRegion, boolean tellsPrimary, Instant now) {
        return new Replication(
                ownRegion,
                Optional.empty(),
                tellsPrimary ? List.of(ReplicaTarget.detachFrom(primaryRegion, now)) : List.of());
    }

    Replication changed(Instant when) {
        return each(target -> target.changed(when));
    }

    private Replication each(UnaryOperator<ReplicaTarget> change) {
        return targets(targets.stream().map(change).toList());
    }

    private Replication targets(List<ReplicaTarget> changed) {
        return new Replication(primaryRegion, source, changed);
    }

    /** Returns whether the secret is tied to any other. */
    boolean isAny() {
        return source.isPresent() || !targets.isEmpty();
    }

    boolean owesAtOnce() {
        return targets.stream().anyMatch(target -> target.isDue(ReplicaTarget.Outstanding.AT_ONCE));
    }

    /** Returns when a worker should look at what is outstanding. */
    Optional<Instant> dueAt() {
        return targets.stream()
                .flatMap(target -> target.outstanding().stream())
                .map(ReplicaTarget.Outstanding::retryAt)
                .min(Instant::compareTo);
    }
}
