package dev.secrets.jobs;

import dev.secrets.keys.KeyUse;
import dev.secrets.maintenance.Unreadable;
import java.util.List;
import java.util.Optional;

/**
 * What a re-encryption did to one record.
 *
 * @param written whether it was written anew
 * @param moved how many values were sealed anew
 * @param current how many were under the newest key
 * @param unreadable what does not open
 * @param left what stayed under which former key
 */
record RecordResult(boolean written, int moved, int current, List<Unreadable> unreadable, List<KeyUse> left) {
    static final RecordResult NOTHING = new RecordResult(false, 0, 0, List.of(), List.of());
    static final RecordResult WRITTEN = new RecordResult(true, 0, 0, List.of(), List.of());

    static RecordResult unreadable(Unreadable metadata, Optional<KeyUse> key) {
        return new RecordResult(false, 0, 0, List.of(metadata), key.stream().toList());
    }
}
