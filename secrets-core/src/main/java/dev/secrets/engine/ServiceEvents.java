package dev.secrets.engine;

import dev.secrets.state.Rotation;
import dev.secrets.state.Secret;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The events that a change leaves besides the call's own (section 8 of the reference), told from what was and what is. */
final class ServiceEvents {
    private ServiceEvents() {}

    /** One event about one secret. */
    record ServiceEvent(String name, String arn) {}

    /**
     * Returns the events of a change.
     *
     * @param operation what made it
     * @param before what there was of the secret
     * @param after what there is; nothing if it was deleted for good
     */
    static List<ServiceEvent> of(SecretWrite<?> operation, Target before, Optional<Secret> after) {
        List<ServiceEvent> events = new ArrayList<>();
        if (after.isPresent()) {
            before.remains().ifPresent(purged -> events.addAll(ended(purged)));
        }
        before.live()
                .ifPresent(live -> events.addAll(after.isPresent() ? of(operation, live, after.get()) : ended(live)));
        return events;
    }

    private static List<ServiceEvent> of(SecretWrite<?> operation, LoadedSecret before, Secret after) {
        List<ServiceEvent> events = new ArrayList<>();
        if (!operation.mayEndRotation() && isAbandoned(before.secret(), after)) {
            events.add(new ServiceEvent("RotationAbandoned", before.opened().arn()));
        }
        boolean was = before.secret().deletionDate().isPresent();
        boolean is = after.deletionDate().isPresent();
        if (was != is) {
            events.addAll(perVersion(is ? "StartSecretVersionDelete" : "CancelSecretVersionDelete", before));
        }
        return events;
    }

    private static boolean isAbandoned(Secret before, Secret after) {
        return before.rotation().flatMap(Rotation::attempt).isPresent()
                && after.rotation().flatMap(Rotation::attempt).isEmpty();
    }

    /** Returns the events of a deletion for good. */
    static List<ServiceEvent> ended(LoadedSecret deleted) {
        return perVersion("EndSecretVersionDelete", deleted);
    }

    private static List<ServiceEvent> perVersion(String name, LoadedSecret secret) {
        return Collections.nCopies(
                secret.secret().versions().size(),
                new ServiceEvent(name, secret.opened().arn()));
    }
}
