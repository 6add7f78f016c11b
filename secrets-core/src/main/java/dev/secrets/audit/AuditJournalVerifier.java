package dev.secrets.audit;

import dev.secrets.audit.JournalProblem.Place;
import dev.secrets.model.ChainMac;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds what was done to an audit journal that its writer, {@link JournalAuditListener}, did not do: every line that was deleted,
 * changed, moved, repeated, added or cut off, and says which. Reads alone; the journal may be open and written meanwhile.
 *
 * <p>What it can't show by itself: who can write to the directory can put the journal <em>and</em> its head back to an earlier
 * state of both, which was right then, or remove everything; nothing inside the directory tells that from a journal that never
 * went further. Note {@link AuditJournalReport#last} elsewhere, and require it with {@link #containing} the next time: what was
 * put back to before that place is found, so only events since the last note are within such a reach. After a loss of power,
 * lines that were cut off and are younger than the head on the disk (usually some seconds) can't be told from lines that never
 * came to the disk. Who has the newest key of the chain can write any journal; who has a former one can put the journal back to
 * before the first line under the next key and go on from there, but change nothing and add nothing while that line is there.
 *
 * <p>Immutable and thread-safe.
 */
public final class AuditJournalVerifier {
    private static final int HEAD_READS = 5;

    private final ChainMac mac;
    private final long from;
    private final List<JournalPosition> positions;

    /**
     * Verifies journals that were written under a key, and those before it if it was rotated.
     *
     * @param mac that of the writer: {@code keys.auditMac()}
     */
    public AuditJournalVerifier(ChainMac mac) {
        this(mac, 1, List.of());
    }

    private AuditJournalVerifier(ChainMac mac, long from, List<JournalPosition> positions) {
        this.mac = JournalLine.requireNamed(mac);
        this.from = from;
        this.positions = positions;
    }

    /**
     * Returns a verifier that accepts that older files were taken away.
     *
     * @param sequence the number of the first line that must still be there, from 1
     * @throws IllegalArgumentException if it is less than 1
     */
    public AuditJournalVerifier startingAt(long sequence) {
        if (sequence < 1) {
            throw new IllegalArgumentException(
                    "The number of the first line is " + sequence + "; it must be at least 1");
        }
        return new AuditJournalVerifier(mac, sequence, positions);
    }

    /** Returns a verifier that also requires that the journal has this line at this place, which was noted earlier. */
    public AuditJournalVerifier containing(JournalPosition noted) {
        List<JournalPosition> more = new ArrayList<>(positions);
        more.add(noted);
        return new AuditJournalVerifier(mac, from, List.copyOf(more));
    }

    /**
     * Verifies the journal in a directory.
     *
     * @throws UncheckedIOException if the directory or a file in it can't be read
     */
    public AuditJournalReport verify(Path directory) {
        try {
            return verify(new JournalDirectory(directory, JournalFile::onDisk));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private AuditJournalReport verify(JournalDirectory directory) throws IOException {
        JournalCheck check = new JournalCheck(mac, from);
        positions.forEach(check::require);
        // The head first: every line that it tells of is in a file by then.
        Optional<JournalHead.Content> head = readHead(directory);
        head.flatMap(JournalHead.Content::newest).ifPresent(check::require);
        if (head.isEmpty() || head.get().damaged()) {
            check.headIsDamaged();
        }
        return walk(directory, directory.files(), check);
    }

    /** A head that is being written may be read half old and half new; not several times in a row. */
    private Optional<JournalHead.Content> readHead(JournalDirectory directory) throws IOException {
        Optional<JournalHead.Content> head = Optional.empty();
        for (int attempt = 0; attempt < HEAD_READS; attempt++) {
            head = directory.readHead().map(text -> JournalHead.parse(text, mac));
            if (head.isPresent() && !head.get().damaged()) {
                break;
            }
        }
        return head;
    }

    /** Has the check see each line of the files. */
    static AuditJournalReport walk(JournalDirectory directory, List<JournalFileName> files, JournalCheck check)
            throws IOException {
        for (JournalFileName file : files) {
            try (LineReader reader = directory.read(file)) {
                long number = 1;
                for (var raw = reader.next(); raw.isPresent() && !check.isOver(); raw = reader.next()) {
                    check.line(raw.get(), new Place(file.toString(), number++));
                }
            }
        }
        return check.end();
    }
}
