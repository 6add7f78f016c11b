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

    static List<String> between(Action action, Optional<Secret> before, Optional<Secret> after) {
        List<String> events = new ArrayList<>();
        if (before.isPresent() && after.isPresent()) {
            if (isAbandoned(action, before.get(), after.get())) {
                events.add("RotationAbandoned");
            }
            events.addAll(deletionEvents(before.get(), after.get()));
        }
        return events;
    }

    private static boolean isAbandoned(Action action, Secret before, Secret after) {
        return action != Action.CANCEL_ROTATE_SECRET
                && before.rotation().flatMap(Rotation::attempt).isPresent()
                && after.rotation().flatMap(Rotation::attempt).isEmpty();
    }

    private static List<String> deletionEvents(Secret before, Secret after) {
        boolean was = before.deletionDate().isPresent();
        boolean is = after.deletionDate().isPresent();
        if (was == is) {
            return List.of();
        }
        String event = is ? "StartSecretVersionDelete" : "CancelSecretVersionDelete";
        return Collections.nCopies(after.versions().size(), event);
    }
}
