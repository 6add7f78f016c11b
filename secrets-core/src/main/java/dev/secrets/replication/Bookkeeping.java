package dev.secrets.replication;

import dev.secrets.engine.Engine;
import dev.secrets.engine.Maintenance;
import dev.secrets.model.AuditIncompleteException;
import dev.secrets.model.StatusType;
import dev.secrets.state.ReplicaTarget;
import dev.secrets.state.ReplicaTarget.Outstanding;
import dev.secrets.state.Replication;
import dev.secrets.state.Secret;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notes in the record of a secret, and in the trail, what became of what it owes one region. Thread-safe. */
final class Bookkeeping {
    private static final Logger LOG = LoggerFactory.getLogger(Bookkeeping.class);

    private final String region;
    private final Engine engine;

    Bookkeeping(String region, Engine engine) {
        this.region = region;
        this.engine = engine;
    }

    /** Returns whether it was noted: the secret may owe the region something else by now, or nothing. */
    boolean note(Secret owing, ReplicaTarget work, Progress progress) {
        Optional<Maintenance.Done> done = engine.backgroundWork()
                .maintain(
                        owing.identity().name(),
                        (secret, now) -> Optional.of(secret)
                                .filter(latest -> latest.identity().equals(owing.identity()))
                                .flatMap(Secret::replication)
                                .flatMap(ties -> ties.target(region)
                                        .filter(work::isSameWork)
                                        .map(target -> after(ties, target, progress, secret)))
                                .map(secret::replication));
        done.ifPresent(noted -> announce(noted, progress));
        return done.isPresent();
    }

    private Replication after(Replication ties, ReplicaTarget target, Progress progress, Secret latest) {
        if (progress instanceof Progress.Copied copied) {
            boolean complete = latest.hasSameContent(copied.primary());
            return ties.with(target.copied(complete, copied.lastAccessedDay()));
        }
        if (progress instanceof Progress.Failed failed) {
            return ties.with(target.failed(failed.message(), failed.retryAt()));
        }
        return progress instanceof Progress.Ended ? ties.without(region) : ties;
    }

    // The trail

    /** Of several workers that did the same, or failed alike, the first tells. */
    private void announce(Maintenance.Done done, Progress progress) {
        if (progress instanceof Progress.Ended ended) {
            announce(done, ended.event(), Map.of("replicaRegion", region));
            return;
        }
        ReplicaTarget before = target(done.before());
        ReplicaTarget after = target(done.after());
        failure(after)
                .filter(reason -> !failure(before).equals(Optional.of(reason)))
                .ifPresent(reason ->
                        announce(done, "ReplicationFailed", Map.of("replicaRegion", region, "reason", reason)));
        if (after.status() == StatusType.IN_SYNC && before.status() != StatusType.IN_SYNC) {
            announce(done, "ReplicationSucceeded", Map.of("replicaRegion", region));
        }
    }

    private ReplicaTarget target(Secret secret) {
        return secret.replication().flatMap(ties -> ties.target(region)).orElseThrow();
    }

    private static Optional<String> failure(ReplicaTarget target) {
        return target.outstanding().flatMap(Outstanding::failure);
    }

    /** The work stands; who listens has been heard. */
    private void announce(Maintenance.Done done, String event, Map<String, String> details) {
        try {
            engine.announce(event, done.arn(), details);
        } catch (AuditIncompleteException refused) {
            LOG.warn("{} of {} could not be audited", event, done.arn(), refused);
        }
    }
}
