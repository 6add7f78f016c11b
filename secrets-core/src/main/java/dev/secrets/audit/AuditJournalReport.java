package dev.secrets.audit;

import java.util.List;
import java.util.Optional;

/**
 * What {@link AuditJournalVerifier} found.
 *
 * @param lines how many lines are as they were written and where they belong
 * @param last the last of them; to be noted elsewhere and given to {@link AuditJournalVerifier#containing} the next time
 * @param recoveries how many lines tell that a crash interrupted the line before them
 * @param unfinished whether the journal ends in the beginning of a line that nobody was promised: a writer is at work, or
 *     crashed and will mark it when it is started again
 * @param problems what is wrong, in the order of its finding; after a thousand the rest is not looked for
 */
public record AuditJournalReport(
        long lines,
        Optional<JournalPosition> last,
        long recoveries,
        boolean unfinished,
        List<JournalProblem> problems) {
    /** Copies the problems. */
    public AuditJournalReport {
        problems = List.copyOf(problems);
    }

    /** Returns whether nothing is wrong. */
    public boolean isIntact() {
        return problems.isEmpty();
    }
}
