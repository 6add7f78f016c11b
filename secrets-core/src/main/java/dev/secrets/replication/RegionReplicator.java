package dev.secrets.replication;

import dev.secrets.engine.Engine;
import dev.secrets.engine.LoadedSecret;
import dev.secrets.engine.SecretRepository;
import dev.secrets.model.DecryptionFailureException;
import dev.secrets.model.EncryptionFailureException;
import dev.secrets.state.ReplicaTarget;
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
    private static final int MAX_ROUNDS = 20;

    private final String name;
    private final SecretRepository home;
    private final RegionWork region;
    private final Bookkeeping bookkeeping;
    private final Pause pause = new Pause();

    RegionReplicator(String name, SecretRepository region, Engine engine) {
        this.name = name;
        this.home = engine.repository();
        this.region = new RegionWork(name, region, engine);
        this.bookkeeping = new Bookkeeping(name, engine);
    }

    /** Does what the secret owes the region now, until it owes nothing or has to wait; returns whether anything was done. */
    boolean serve(String secretName) {
        boolean served = false;
        for (int round = 0; round < MAX_ROUNDS; round++) {
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
            region.removeUnwanted(owing.secret());
        }
        return noted && !(progress instanceof Progress.Failed);
    }

    private Progress attempt(LoadedSecret owing, ReplicaTarget work, Instant now) {
        if (pause.isOn(now)) {
            return Progress.Failed.of(Failure.UNREACHABLE, work, now, pause.until());
        }
        try {
            Progress progress = region.carryOut(owing, work, now);
            pause.succeeded();
            return progress;
        } catch (StoreConflictException faster) {
            return new Progress.Overtaken();
        } catch (StoreException unreachable) {
            LOG.debug("Region {} can't be reached", name, unreachable);
            return Progress.Failed.of(Failure.UNREACHABLE, work, now, pause.failed(now));
        } catch (EncryptionFailureException noKey) {
            LOG.debug(
                    "The key of the replica of {} can't be used", owing.record().name(), noKey);
            return Progress.Failed.of(Failure.KEY, work, now, now);
        } catch (DecryptionFailureException | IllegalStateException unreadable) {
            return unreadable(owing, work, now, unreadable);
        }
    }

    /** A value may have gone while it was looked for; if the primary is as it was, something does not open. */
    private Progress unreadable(LoadedSecret owing, ReplicaTarget work, Instant now, RuntimeException unreadable) {
        if (region.isOutdated(owing)) {
            return new Progress.Overtaken();
        }
        LOG.warn("{} can't be replicated to {}", owing.record().name(), name, unreadable);
        return Progress.Failed.of(Failure.UNREADABLE, work, now, now);
    }
}
