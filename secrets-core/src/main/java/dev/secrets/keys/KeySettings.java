package dev.secrets.keys;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a keyset besides its keys.
 *
 * @param description free text; empty for none
 * @param policy its key policy, not compiled
 * @param rotationPeriodInDays how old its newest key may get; rotated by hand alone when absent
 * @param stateDate since when it is in its state
 */
record KeySettings(
        String description, Optional<String> policy, Optional<Integer> rotationPeriodInDays, Instant stateDate) {
    static KeySettings since(Instant stateDate) {
        return new KeySettings("", Optional.empty(), Optional.empty(), stateDate);
    }

    KeySettings description(String newDescription) {
        return new KeySettings(newDescription, policy, rotationPeriodInDays, stateDate);
    }

    KeySettings policy(Optional<String> newPolicy) {
        return new KeySettings(description, newPolicy, rotationPeriodInDays, stateDate);
    }

    KeySettings rotationPeriodInDays(Optional<Integer> days) {
        return new KeySettings(description, policy, days, stateDate);
    }

    KeySettings stateDate(Instant date) {
        return new KeySettings(description, policy, rotationPeriodInDays, date);
    }
}
