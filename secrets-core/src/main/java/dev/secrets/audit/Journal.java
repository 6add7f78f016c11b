package dev.secrets.audit;

import dev.secrets.model.ChainMac;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The journal as its only writer has it: appends lines, rolls files, and keeps the head level. Whatever fails leaves the journal
 * as it was before, or broken: then nothing is written until it is opened again. Used by one thread at a time.
 */
final class Journal implements AutoCloseable {
    private static final long SECONDS_PER_DAY = 86_400;

    private final JournalDirectory directory;
    private final ChainMac chain;
    private final long maxFileBytes;
    private final JournalFile head;
    private final List<AutoCloseable> headAndLock;
    private final JournalBatch lines;

    private ChainMac mac;
    private JournalLine.End last;
    private JournalLine.End durable;
    private int headSlot;
    private @Nullable JournalFile file;
    private long size;
    private long nextDay = Long.MIN_VALUE;
    private Optional<Recovery> recovery;
    private @Nullable Exception broken;

    /** What the first lines must tell that are written after a crash. */
    record Recovery(Optional<TornLine> torn, boolean headDamaged) {}

    /** Opens the journal of a directory, as its only writer. */
    static Journal open(JournalDirectory directory, ChainMac mac, JournalOptions options) throws IOException {
        directory.prepare();
        List<AutoCloseable> opened = new ArrayList<>();
        try {
            opened.add(directory.lock(options.lockTimeout()));
            JournalOpening found = JournalOpening.of(directory, mac);
            JournalFile head = directory.openHead();
            opened.add(0, head);
            return new Journal(directory, mac, options.maxFileBytes(), found, head, opened);
        } catch (IOException | RuntimeException | Error refused) { // or nobody here could open it again
            closeAll(opened);
            throw refused;
        }
    }

    private Journal(
            JournalDirectory directory,
            ChainMac mac,
            long maxFileBytes,
            JournalOpening found,
            JournalFile head,
            List<AutoCloseable> headAndLock)
            throws IOException {
        this.directory = directory;
        this.chain = mac;
        this.mac = mac;
        this.maxFileBytes = maxFileBytes;
        this.lines = new JournalBatch(mac);
        this.last = JournalLine.End.of(found.last());
        this.durable = last;
        this.headSlot = found.headSlot();
        this.recovery = found.recovery();
        this.head = head;
        this.headAndLock = headAndLock;
        if (found.file().isPresent()) {
            size = directory.size(found.file().get());
            nextDay = secondAfter(found.file().get());
            file = directory.reopen(found.file().get());
        }
    }

    boolean isBroken() {
        return broken != null;
    }

    /**
     * Writes the events, in order; durable after the next {@link #sync}. If it throws, the journal has none of them, or it is broken
     * and may have them.
     */
    void append(List<AuditEvent> events) throws IOException {
        requireWhole();
        mac = newest();
        Instant time = events.get(0).time();
        lines.startBehind(last, mac);
        recovery.ifPresent(crash -> lines.tell(crash, time));
        for (AuditEvent event : events) {
            lines.add(event);
        }
        if (file == null || mustRoll(time)) {
            roll(time);
        } else {
            writeTo(file);
        }
        recovery = Optional.empty();
        last = lines.end();
    }

    private ChainMac newest() {
        ChainMac newest = chain.newest();
        return newest.keyId().equals(mac.keyId()) ? newest : JournalLine.requireNamed(newest);
    }

    /** Makes durable what was written; if that fails, the journal is broken. */
    void sync() throws IOException {
        requireWhole();
        if (file != null && last.sequence() != durable.sequence()) {
            makeDurable(file::force);
            moveHead(last);
        }
    }

    private void requireWhole() throws IOException {
        if (broken != null) {
            throw new IOException("The audit journal failed earlier and must be opened again", broken);
        }
    }

    /** Returns whether an event goes behind the last line as it is: no file has to be made for it, and no crash to be told. */
    boolean justFollows(Instant time) {
        return file != null && recovery.isEmpty() && !mustRoll(time);
    }

    /** A torn line is marked in the file where it stands. */
    private boolean mustRoll(Instant time) {
        boolean marksTornLine = recovery.flatMap(Recovery::torn).isPresent();
        boolean full = size >= maxFileBytes || size > 0 && time.getEpochSecond() >= nextDay;
        return full && !marksTornLine;
    }

    /** Returns the second in which the day of the file is over. */
    private static long secondAfter(JournalFileName name) {
        return name.day().plusDays(1).toEpochDay() * SECONDS_PER_DAY;
    }

    private void writeTo(JournalFile current) throws IOException {
        try {
            lines.writeTo(current, size);
        } catch (IOException | RuntimeException refused) {
            undo(() -> current.truncate(size), refused);
            throw refused;
        }
        size += lines.length();
    }

    private void roll(Instant time) throws IOException {
        if (file != null) {
            sync();
            JournalFile full = file;
            file = null;
            full.close();
        }
        JournalFileName name = JournalFileName.of(last.sequence() + 1, time);
        JournalFile created = directory.create(name);
        try {
            lines.writeTo(created, 0);
        } catch (IOException | RuntimeException refused) {
            undo(() -> remove(created, name), refused);
            throw refused;
        }
        file = created;
        size = lines.length();
        nextDay = secondAfter(name);
        makeDurable(directory::syncNames);
    }

    private void remove(JournalFile created, JournalFileName name) throws IOException {
        created.close();
        directory.delete(name);
    }

    /** Has the trail be as it was before a write that failed; if that fails too, nobody knows what the file holds. */
    private void undo(Step step, Exception refused) {
        try {
            step.run();
        } catch (IOException | RuntimeException failed) {
            refused.addSuppressed(failed);
            broken = refused;
        }
    }

    /** What a sync that failed has left on the disk is unknown, and a second one would not tell: so it is never repeated. */
    private void makeDurable(Step step) throws IOException {
        try {
            step.run();
        } catch (IOException | RuntimeException failed) {
            broken = failed;
            throw failed;
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    private void moveHead(JournalLine.End end) throws IOException {
        byte[] slot = JournalHead.slot(end.position(), mac);
        makeDurable(() -> head.write(slot, slot.length, (long) headSlot * JournalHead.SLOT));
        headSlot = 1 - headSlot;
        durable = end;
    }

    /** Closes what is open, the lock last; all of it, whatever fails. */
    @Override
    public void close() throws IOException {
        List<AutoCloseable> open = new ArrayList<>();
        if (broken == null) {
            open.add(this::sync);
        }
        if (file != null) {
            open.add(file);
        }
        if (broken == null) {
            open.add(head::force);
        }
        open.addAll(headAndLock);
        closeAll(open);
    }

    static void closeAll(List<AutoCloseable> open) throws IOException {
        IOException first = null;
        for (AutoCloseable one : open) {
            try {
                one.close();
            } catch (Exception failed) {
                IOException also = new IOException("The audit journal was not closed in order", failed);
                if (first == null) {
                    first = also;
                } else {
                    first.addSuppressed(also);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
