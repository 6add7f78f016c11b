package dev.secrets.maintenance;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What is verified besides the records and values of the store. Immutable: the methods return new options.
 *
 * @param overdueAfter how long AWSPENDING may stand, and how late a rotation, a purge or a replica may be, before it is a
 *     finding
 * @param checkpoint a manifest that {@code checkpoint} wrote, to compare the store with
 * @param auditJournal the directory of an audit journal
 */
public record VerificationOptions(Duration overdueAfter, Optional<Path> checkpoint, Optional<Path> auditJournal) {
    private static final Duration DEFAULT_OVERDUE = Duration.ofDays(2);

    /** Returns the defaults: two days, no checkpoint, no journal. */
    public static VerificationOptions defaults() {
        return new VerificationOptions(DEFAULT_OVERDUE, Optional.empty(), Optional.empty());
    }

    /** Returns these options with another patience. */
    public VerificationOptions overdueAfter(Duration time) {
        return new VerificationOptions(time, checkpoint, auditJournal);
    }

    /** Returns these options with a checkpoint to compare with. */
    public VerificationOptions checkpoint(Path manifest) {
        return new VerificationOptions(overdueAfter, Optional.of(manifest), auditJournal);
    }

    /** Returns these options with a journal to verify. */
    public VerificationOptions auditJournal(Path directory) {
        return new VerificationOptions(overdueAfter, checkpoint, Optional.of(directory));
    }
}
