package dev.secrets.replication;

import dev.secrets.engine.Engine;
import dev.secrets.engine.LoadedSecret;
import dev.secrets.engine.SealedValues;
import dev.secrets.engine.SecretRepository;
import dev.secrets.state.ReplicaSource;
import dev.secrets.state.ReplicaTarget;
import dev.secrets.state.ReplicaTarget.Goal;
import dev.secrets.state.Replication;
import dev.secrets.state.Secret;
import java.time.Instant;
import java.util.Optional;

/** What is done to the secrets of another region. Every step may be repeated, and fails as the region's store fails. Thread-safe. */
final class RegionWork {
    private final String name;
    private final SecretRepository region;
    private final Engine engine;
    private final SecretRepository home;

    RegionWork(String name, SecretRepository region, Engine engine) {
        this.name = name;
        this.region = region;
        this.engine = engine;
        this.home = engine.repository();
    }

    /** Does it, or says why it can't be done. */
    Progress carryOut(LoadedSecret owing, ReplicaTarget work, Instant now) {
        Optional<LoadedSecret> there = region.findLatest(owing.record().name());
        return switch (work.goal()) {
            case COPY -> copy(owing, work, there, now);
            case REMOVE -> remove(owing.secret(), there);
            case DETACH -> detach(owing.secret(), there);
        };
    }

    // Copying

    private Progress copy(LoadedSecret primary, ReplicaTarget work, Optional<LoadedSecret> there, Instant now) {
        Optional<LoadedSecret> live = there.filter(loaded -> !loaded.secret().isGone(now));
        if (live.isEmpty()) {
            return work.established()
                    ? Progress.Failed.of(Failure.REPLICA_IS_GONE, work, now, now)
                    : make(primary, work, there);
        }
        if (isReplicaOf(primary.secret(), live.get().secret())) {
            return refresh(primary, work, live.get(), now);
        }
        if (work.overwrite()) {
            return hasOtherReplicas(live.get().secret())
                    ? Progress.Failed.of(Failure.HAS_REPLICAS, work, now, now)
                    : make(primary, work, live);
        }
        return work.established()
                ? new Progress.Ended("ReplicaDetached")
                : Progress.Failed.of(Failure.NAME_TAKEN, work, now, now);
    }

    /** A former primary may still count this region among its replicas; those of any other would be left behind. */
    private boolean hasOtherReplicas(Secret secret) {
        return secret.replicas().stream().anyMatch(replica -> !replica.region().equals(ownRegion()));
    }

    private String ownRegion() {
        return engine.environment().arns().region();
    }

    private static boolean isReplicaOf(Secret primary, Secret secret) {
        return secret.replication()
                .flatMap(Replication::source)
                .filter(source -> source.uid().equals(primary.identity().uid()))
                .isPresent();
    }

    /** Makes a replica where there is none, or in place of what has the name. */
    private Progress make(LoadedSecret primary, ReplicaTarget work, Optional<LoadedSecret> inPlaceOf) {
        String uid = engine.environment().random().uuid();
        ReplicaCopy copy = new ReplicaCopy(home, region, primary, work, uid, Optional.empty());
        Secret replica = copy.replica();
        if (inPlaceOf.isEmpty()) {
            region.create(replica, copy.values());
        } else {
            region.update(inPlaceOf.get().record(), inPlaceOf.get().secret(), replica, copy.values());
        }
        return new Progress.Copied(primary.secret(), Optional.empty());
    }

    private Progress refresh(LoadedSecret primary, ReplicaTarget work, LoadedSecret replica, Instant now) {
        Secret before = replica.secret();
        String uid = before.identity().uid();
        ReplicaCopy copy = new ReplicaCopy(home, region, primary, work, uid, Optional.of(before));
        Secret after = copy.replica();
        if (!after.equals(before)) {
            if (!work.overwrite() && copiedRevision(before) >= primary.record().revision()) {
                return isOutdated(primary)
                        ? new Progress.Overtaken()
                        : Progress.Failed.of(Failure.REPLICA_IS_NEWER, work, now, now);
            }
            region.update(replica.record(), before, after, copy.values());
        }
        return new Progress.Copied(primary.secret(), before.lastAccessedDay());
    }

    private static long copiedRevision(Secret replica) {
        return replica.replication()
                .flatMap(Replication::source)
                .map(ReplicaSource::revision)
                .orElseThrow();
    }

    // Letting go

    private Progress remove(Secret primary, Optional<LoadedSecret> there) {
        there.filter(loaded -> isReplicaOf(primary, loaded.secret()))
                .map(LoadedSecret::record)
                .ifPresent(region::delete);
        return new Progress.Ended("ReplicaRemoved");
    }

    /** Another worker has removed the replica, and was done with it, while this one was about to copy it. */
    void removeUnwanted(Secret primary) {
        String secretName = primary.identity().name();
        boolean wanted = home.findLatest(secretName)
                .map(LoadedSecret::secret)
                .filter(latest -> latest.identity().equals(primary.identity()))
                .flatMap(Secret::replication)
                .flatMap(ties -> ties.target(name))
                .filter(target -> target.goal() == Goal.COPY)
                .isPresent();
        if (!wanted) {
            remove(primary, region.findLatest(secretName));
        }
    }

    /** The region is that of the former primary, which has the same suffix and counts this one among its replicas. */
    private Progress detach(Secret promoted, Optional<LoadedSecret> there) {
        there.filter(loaded -> isAkin(promoted, loaded.secret()))
                .filter(loaded -> hasReplicaIn(ownRegion(), loaded.secret()))
                .ifPresent(former -> region.update(
                        former.record(),
                        former.secret(),
                        withoutReplica(former.secret(), ownRegion()),
                        SealedValues.none()));
        return new Progress.Ended("ReplicaDetached");
    }

    private static boolean isAkin(Secret one, Secret other) {
        return one.identity().suffix().equals(other.identity().suffix())
                && one.identity().createdDate().equals(other.identity().createdDate());
    }

    private static boolean hasReplicaIn(String region, Secret secret) {
        return secret.replication()
                .flatMap(ties -> ties.target(region))
                .filter(target -> target.established() && target.goal() != Goal.DETACH)
                .isPresent();
    }

    private static Secret withoutReplica(Secret former, String region) {
        return former.replication(former.replication().orElseThrow().without(region));
    }

    /** Returns whether the secret of this region was changed since it was read. */
    boolean isOutdated(LoadedSecret owing) {
        return home.findLatest(owing.record().name())
                .filter(latest -> latest.record().equals(owing.record()))
                .isEmpty();
    }
}
