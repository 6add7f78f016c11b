package dev.secrets.replication;

import dev.secrets.model.ReplicationReport;
import dev.secrets.model.StatusType;
import dev.secrets.state.ReplicaTarget;
import dev.secrets.state.ReplicaTarget.Outstanding;
import dev.secrets.state.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts replicas as it is shown the secrets that have them. Used by one thread. */
final class ReportBuilder {
    private final Instant now;
    private final SortedMap<String, Counts> regions = new TreeMap<>();

    private static final class Counts {
        final Map<StatusType, Integer> statuses = new EnumMap<>(StatusType.class);
        Optional<Instant> oldest = Optional.empty();

        int of(StatusType status) {
            return statuses.getOrDefault(status, 0);
        }
    }

    ReportBuilder(Instant now) {
        this.now = now;
    }

    void add(String region) {
        regions.computeIfAbsent(region, unknown -> new Counts());
    }

    void add(Secret secret) {
        secret.replicas().forEach(this::add);
    }

    private void add(ReplicaTarget target) {
        Counts counts = regions.computeIfAbsent(target.region(), unknown -> new Counts());
        counts.statuses.merge(target.status(), 1, Integer::sum);
        target.outstanding()
                .map(Outstanding::since)
                .ifPresent(since -> counts.oldest =
                        counts.oldest.filter(before -> before.isBefore(since)).or(() -> Optional.of(since)));
    }

    ReplicationReport done() {
        Map<String, ReplicationReport.Region> report = new TreeMap<>();
        regions.forEach((name, counts) -> report.put(
                name,
                new ReplicationReport.Region(
                        counts.of(StatusType.IN_SYNC),
                        counts.of(StatusType.IN_PROGRESS),
                        counts.of(StatusType.FAILED),
                        counts.oldest.map(this::untilNow))));
        return new ReplicationReport(report);
    }

    private Duration untilNow(Instant since) {
        Duration lag = Duration.between(since, now);
        return lag.isNegative() ? Duration.ZERO : lag;
    }
}
