package dev.secrets.cli.endpoint;

import dev.secrets.cli.json.JsonReading;
import dev.secrets.cli.json.JsonSyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The regions to which a request wants a secret replicated: where any region is served, they are opened for it. */
final class ReplicaRegions {
    private static final Set<String> REPLICATING = Set.of("CreateSecret", "ReplicateSecretToRegions");

    private ReplicaRegions() {}

    /** Returns the names as they stand in the request, which the operation is still to judge; none if it is malformed. */
    static List<String> of(String operation, byte[] body) {
        if (!REPLICATING.contains(operation)) {
            return List.of();
        }
        try {
            return JsonReading.object(body).get("AddReplicaRegions") instanceof List<?> replicas
                    ? replicas.stream().flatMap(ReplicaRegions::name).toList()
                    : List.of();
        } catch (JsonSyntaxException malformed) {
            return List.of();
        }
    }

    private static Stream<String> name(Object replica) {
        return replica instanceof Map<?, ?> members && members.get("Region") instanceof String name
                ? Stream.of(name)
                : Stream.empty();
    }
}
