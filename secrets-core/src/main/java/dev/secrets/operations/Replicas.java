package dev.secrets.operations;

import static dev.secrets.model.StatusType.IN_SYNC;

import dev.secrets.engine.Workspace;
import dev.secrets.model.InvalidParameterException;
import dev.secrets.model.ReplicaRegionType;
import dev.secrets.model.ReplicationStatusType;
import dev.secrets.state.ReplicaTarget;
import dev.secrets.state.Replication;
import dev.secrets.state.Secret;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Replicas as callers ask for them and hear of them (section 16). */
final class Replicas {
    /** What ReplicationStatus calls the key that DescribeSecret leaves out. */
    private static final String DEFAULT_KEY = "alias/aws/secretsmanager";

    private Replicas() {}

    /** Returns the secret with replicas to be made, or to be made again where there are some. */
    static Replication with(
            Replication before, List<ReplicaRegionType> regions, Optional<Boolean> overwrite, Workspace workspace) {
        requireRegions(names(regions), workspace);
        return before.to(regions.stream()
                .map(region -> ReplicaTarget.copyTo(
                        region.region(),
                        region.kmsKeyId().flatMap(KmsKeys::normalized),
                        overwrite.orElse(false),
                        workspace.now()))
                .toList());
    }

    static List<String> names(List<ReplicaRegionType> regions) {
        return regions.stream().map(ReplicaRegionType::region).toList();
    }

    private static void requireRegions(List<String> regions, Workspace workspace) {
        Set<String> others = workspace.environment().otherRegions();
        Set<String> named = new HashSet<>();
        for (String region : regions) {
            if (region.equals(ownRegion(workspace))) {
                throw new InvalidParameterException("Invalid replica region.");
            }
            if (!others.contains(region)) {
                throw new InvalidParameterException("Invalid replica region. " + known(others, workspace));
            }
            if (!named.add(region)) {
                throw new InvalidParameterException("Invalid replica region. " + region + " is given more than once.");
            }
        }
    }

    private static String known(Set<String> others, Workspace workspace) {
        return others.isEmpty()
                ? "This store has no other region than " + ownRegion(workspace) + "."
                : "The other regions of this store are " + String.join(", ", others) + ".";
    }

    static Replication of(Secret secret, Workspace workspace) {
        return secret.replication().orElseGet(() -> Replication.none(ownRegion(workspace)));
    }

    static String ownRegion(Workspace workspace) {
        return workspace.environment().arns().region();
    }

    /** A primary with replicas stays: they would be left behind (checklist DEL-09). */
    static void requireNone(Secret secret, String secretId) {
        List<String> regions =
                secret.replicas().stream().map(ReplicaTarget::region).toList();
        if (!regions.isEmpty()) {
            throw new InvalidParameterException("You can't delete secret " + secretId
                    + " that still has replica regions [" + String.join(",", regions) + "]");
        }
    }

    /** Absent for a secret without replicas (checklist DESC-08). */
    static Optional<List<ReplicationStatusType>> statusIfAny(Secret secret) {
        return Optional.of(status(secret)).filter(replicas -> !replicas.isEmpty());
    }

    static List<ReplicationStatusType> status(Secret secret) {
        return secret.replicas().stream().map(Replicas::status).toList();
    }

    private static ReplicationStatusType status(ReplicaTarget target) {
        return new ReplicationStatusType(
                target.region(),
                Optional.of(target.kmsKeyId().orElse(DEFAULT_KEY)),
                target.status(),
                message(target),
                target.lastAccessedDay().map(Descriptions::startOfDay));
    }

    private static Optional<String> message(ReplicaTarget target) {
        if (target.status() == IN_SYNC) {
            return Optional.of("Replication succeeded");
        }
        Optional<String> removal =
                Optional.of("The replica is being removed.").filter(text -> target.goal() == ReplicaTarget.Goal.REMOVE);
        return target.outstanding().flatMap(ReplicaTarget.Outstanding::failure).or(() -> removal);
    }
}
