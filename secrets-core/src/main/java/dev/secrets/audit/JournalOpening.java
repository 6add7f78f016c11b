package dev.secrets.audit;

import dev.secrets.audit.Journal.Recovery;
import dev.secrets.model.ChainMac;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What a writer finds in its directory. A journal that is not whole is refused rather than continued: what was done to it would
 * else be harder to see, and an operator who moves it away keeps it as it is.
 *
 * @param last the last line
 * @param headSlot the slot of the head to write next
 * @param file the file that is written to; absent if there is none
 * @param recovery what a crash left to tell
 */
record JournalOpening(JournalPosition last, int headSlot, Optional<JournalFileName> file, Optional<Recovery> recovery) {

    static JournalOpening of(JournalDirectory directory, ChainMac mac) throws IOException {
        List<JournalFileName> files = directory.files();
        Optional<byte[]> headText = directory.readHead();
        if (headText.isEmpty() && files.isEmpty()) {
            directory.createHead(JournalHead.text(JournalPosition.START, mac));
            return new JournalOpening(JournalPosition.START, 0, Optional.empty(), Optional.empty());
        }
        JournalHead.Content head =
                JournalHead.parse(headText.orElseThrow(() -> notWhole(directory, "the head is missing")), mac);
        JournalPosition reach = head.newest()
                .orElseThrow(() -> notWhole(directory, "the head is damaged, or was written under another key"));
        List<JournalFileName> end = lastOf(directory, files);
        JournalCheck check = new JournalCheck(
                mac, end.isEmpty() ? reach.sequence() + 1 : end.get(0).firstSequence());
        check.require(reach);
        AuditJournalReport report = AuditJournalVerifier.walk(directory, end, check);
        if (!report.isIntact()) {
            throw notWhole(directory, report.problems().get(0).toString());
        }
        return new JournalOpening(
                report.last().orElse(reach),
                head.nextSlot(),
                end.stream().reduce((before, after) -> after),
                recovery(check.unfinished().map(TornLine::of), head.damaged()));
    }

    private static Optional<Recovery> recovery(Optional<TornLine> torn, boolean headDamaged) {
        return torn.isPresent() || headDamaged ? Optional.of(new Recovery(torn, headDamaged)) : Optional.empty();
    }

    /** The last file that has a line, and those after it, which a crash left behind without one. */
    private static List<JournalFileName> lastOf(JournalDirectory directory, List<JournalFileName> files)
            throws IOException {
        for (int i = files.size() - 1; i >= 0; i--) {
            try (LineReader reader = directory.read(files.get(i))) {
                if (reader.next().filter(LineReader.Raw::ended).isPresent()) {
                    return files.subList(i, files.size());
                }
            }
        }
        return files;
    }

    private static IOException notWhole(JournalDirectory directory, String problem) {
        return new IOException("The audit journal in " + directory.path() + " is not whole: " + problem
                + ". Verify it, move it away and start a new one");
    }
}
