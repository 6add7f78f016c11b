package dev.secrets.replication;

import dev.secrets.engine.Engine;
import dev.secrets.engine.LoadedSecret;
import dev.secrets.engine.SealedValues;
import dev.secrets.engine.SecretRepository;
import dev.secrets.model.DecryptionFailureException;
import dev.secrets.model.EncryptionFailureException;
import dev.secrets.state.ReplicaSource;
import dev.secrets.state.ReplicaTarget;
import dev.secrets.state.ReplicaTarget.Goal;
import dev.secrets.state.Replication;
import dev.secrets.state.Secret;
import dev.secrets.store.StoreConflictException;
import dev.secrets.store.StoreException;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does in one other region what the secrets of this one owe it. Thread-safe. */
final class RegionReplicator {
    private static final Logger LOG = LoggerFactory.getLogger(RegionReplicator.class);
    private static final int MOST_ROUNDS = 20;

    private final String name;
    private final SecretRepository region;
    private final Engine engine;
    private final SecretRepository home;
    private final Bookkeeping bookkeeping;
    private final Pause pause = new Pause();

    RegionReplicator(String name, SecretRepository region, Engine engine) {
        this.name = name;
        this.region = region;
        this.engine = engine;
        this.home = engine.repository();
        this.bookkeeping = new Bookkeeping(name, engine);
    }

    /** Does what the secret owes the region now, until it owes nothing or has to wait; returns whether anything was done. */
    boolean serve(String secretName) {
        boolean served = false;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            Instant now = home.storeTime();
            Optional<LoadedSecret> owing = home.findLatest(secretName)
                    .filter(loaded -> work(loaded.secret(), now).isPresent());
            if (owing.isEmpty()) {
                return served;
            }
            served |= serve(owing.get(), work(owing.get().secret(), now).orElseThrow(), now);
        }
        return served;
    }

    private Optional<ReplicaTarget> work(Secret secret, Instant now) {
        return secret.replication()
                .filter(ties -> !secret.isGone(now))
                .flatMap(ties -> ties.target(name))
                .filter(target -> target.isDue(now));
    }

    private boolean serve(LoadedSecret owing, ReplicaTarget work, Instant now) {
        Progress progress = attempt(owing, work, now);
        if (progress instanceof Progress.Overtaken) {
            return false;
        }
        boolean noted = bookkeeping.note(owing.secret(), work, progress);
        if (!noted && progress instanceof Progress.Copied) {
            removeUnwanted(owing.secret());
        }
        return noted && !(progress instanceof Progress.Failed);
    }

    private Progress attempt(LoadedSecret owing, ReplicaTarget work, Instant now) {
        if (pause.isOn(now)) {
            return failed(Failure.UNREACHABLE, work, now, pause.until());
        }
        try {
            Progress progress = carryOut(owing, work, now);
            pause.succeeded();
            return progress;
        } catch (StoreConflictException faster) {
            return new Progress.Overtaken();
        } catch (StoreException unreachable) {
            LOG.debug("Region {} can't be reached", name, unreachable);
            return failed(Failure.UNREACHABLE, work, now, pause.failed(now));
        } catch (EncryptionFailureException noKey) {
            LOG.debug(
                    "The key of the replica of {} can't be used", owing.record().name(), noKey);
            return failed(Failure.KEY, work, now, now);
        } catch (DecryptionFailureException | IllegalStateException unreadable) {
            return unreadable(owing, work, now, unreadable);
        }
    }

    /** A value may have gone while it was looked for; if the primary is as it was, something does not open. */
    private Progress unreadable(LoadedSecret owing, ReplicaTarget work, Instant now, RuntimeException unreadable) {
        if (isOutdated(owing)) {
            return new Progress.Overtaken();
        }
        LOG.warn("{} can't be replicated to {}", owing.record().name(), name, unreadable);
        return failed(Failure.UNREADABLE, work, now, now);
    }

    private boolean isOutdated(LoadedSecret owing) {
        return home.findLatest(owing.record().name())
                .filter(latest -> latest.record().equals(owing.record()))
                .isEmpty();
    }

    private static Progress.Failed failed(Failure failure, ReplicaTarget work, Instant now, Instant notBefore) {
        int failures =
                work.outstanding().map(ReplicaTarget.Outstanding::failures).orElse(0) + 1;
        Instant retryAt = now.plus(Pause.after(failures));
        return new Progress.Failed(failure.message(), retryAt.isAfter(notBefore) ? retryAt : notBefore);
    }

    private Progress carryOut(LoadedSecret owing, ReplicaTarget work, Instant now) {
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
            return make(primary, work, there);
        }
        if (isReplicaOf(primary.secret(), live.get().secret())) {
            return refresh(primary, work, live.get(), now);
        }
        if (work.overwrite()) {
            return hasOtherReplicas(live.get().secret())
                    ? failed(Failure.HAS_REPLICAS, work, now, now)
                    : make(primary, work, live);
        }
        return work.established() ? new Progress.Ended("ReplicaDetached") : failed(Failure.NAME_TAKEN, work, now, now);
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
                        : failed(Failure.REPLICA_IS_NEWER, work, now, now);
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
    private void removeUnwanted(Secret primary) {
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
}
