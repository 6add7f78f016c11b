package dev.secrets.audit;

import dev.secrets.audit.JournalOptions.Acceptance;
import dev.secrets.audit.JournalQueue.Waiting;
import dev.secrets.model.ChainMac;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes each event as a line of JSON into files of a directory, chained by a keyed digest, so that {@link AuditJournalVerifier}
 * finds whatever is done to them.
 *
 * <p>An event is accepted when it is on the disk, or, as {@link JournalOptions#acceptance} says, when its line was given to the
 * operating system or has a place in the bounded queue of the thread that writes; then a sync follows each second. None that was
 * accepted is dropped: a queue that is full, or a disk that is, has calls wait and then refuses their events. An event that was
 * refused because the disk took too long may be written after all: the trail then says more than happened, never less. Calls that
 * arrive together share one sync. Interrupts of callers touch neither the files nor other callers.
 *
 * <p>A full disk refuses events until there is room; the file is cut back to its last whole line. After a sync that failed the
 * journal refuses everything until it is opened again. A journal that was touched by somebody else is refused when it is opened.
 *
 * <p>The directory is created 0700, files are created 0600, no symbolic link is followed, and one writer at a time is let in, in
 * all processes; {@link JournalOptions#lockTimeout} has the next one wait. Thread-safe. To be closed when the secrets manager is.
 *
 * <h2>The format</h2>
 *
 * <pre>
 * lock                                  empty; locked by the writer
 * head                                  how far the journal reaches
 * audit-000000000001-2026-02-03.jsonl   lines 1 to 4711
 * audit-000000004712-2026-02-04.jsonl   lines 4712 and on
 * </pre>
 *
 * A file is named by the number of its first line and the day of that in UTC. It is followed by another when it is full or the
 * next event is of a later day. The chain goes on from file to file; older files may be moved elsewhere from the front.
 *
 * <p>A line is a JSON object in ASCII, ended by a line feed (here it is broken for reading):
 *
 * <pre>{@code
 * {"seq":42,"time":"2026-02-03T10:15:30.123Z","requestId":"b1e0c6f2-0000-4000-8000-00000000002a","phase":"OUTCOME",
 * "eventName":"GetSecretValue","principal":"arn:aws:iam::000000000000:role/app","resourceArn":"arn:aws:secretsmanager:...",
 * "requestParameters":{"secretId":"prod/db"},"errorCode":"AccessDeniedException","decidedBy":"...","sourceAddress":"10.0.0.7",
 * "elapsedMicros":1234,"key":"1a2b3c4d","prev":"<64 hex digits>","mac":"<64 hex digits>"}
 * }</pre>
 *
 * <ul>
 *   <li>{@code seq}: the number of the line, from 1, without gaps.
 *   <li>{@code time} to {@code elapsedMicros}: the members of {@link AuditEvent}, in this order; absent ones are left out. Times
 *       are ISO 8601 in UTC. Whatever is not printable ASCII is written as a {@code \}{@code uXXXX} escape.
 *   <li>{@code key}: the name of the key of the digest, {@link ChainMac#keyId}. When the key is rotated, lines under the new one
 *       follow those under the former one, which is not used again.
 *   <li>{@code prev}: the {@code mac} of the line before; 64 zeros in line 1.
 *   <li>{@code mac}: HMAC-SHA256 over the 32 bytes of {@code prev} and then the line's bytes up to and without the comma before
 *       {@code "mac"}.
 * </ul>
 *
 * The file {@code head} has two slots of 512 bytes, which are written by turns, each after its line is durable; the one with the
 * higher number holds. A slot is an object, filled up with blanks and ended by a line feed:
 *
 * <pre>{@code
 * {"head":42,"key":"1a2b3c4d","digest":"<the mac of line 42>","mac":"<64 hex digits>"}
 * }</pre>
 *
 * Its {@code mac} is HMAC-SHA256 over the 32 bytes of {@code digest} and then the object's bytes up to and without the comma before
 * {@code "mac"}. A journal that ends before the line that the head names was cut off.
 *
 * <p>A crash may leave the beginning of a line at the end of the last file, behind the line that the head names. The next writer
 * leaves it there, ends it with {@code #torn} and a line feed, and tells of it in the line that follows: event {@code
 * AuditJournalRecovered} with the parameters {@code tornBytes}, the length of what was left, and {@code tornSha256}, its SHA-256.
 * A slot of the head that was damaged by a crash is told there as {@code "head":"damaged"}.
 */
public final class JournalAuditListener implements AuditListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JournalAuditListener.class);

    /** How many events are written with one sync at most. */
    private static final int BATCH = 256;

    /** How long the writer waits until it tries again to write what was accepted. */
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** How long what was written may be on its way to the disk, unless events wait for that. */
    private static final long SYNC_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** What a line needs besides the members of its event, and more. */
    private static final int ROOM_FOR_CHAIN = 512;

    private final JournalOptions options;
    private final JournalQueue queue;
    private final Thread writer;
    private final ReentrantLock lock = new ReentrantLock();

    /** Guarded by the lock: lines follow one another, so that they can only be written one at a time. */
    private final Journal journal;

    /** Used by the writer's thread alone, as is the next. */
    private boolean failing;

    private long syncedAt = System.nanoTime();

    /**
     * Opens the journal in a directory with {@link JournalOptions#defaults}.
     *
     * @param directory created if there is none; its parent must exist
     * @param mac chains the lines: {@code keys.auditMac()}
     * @throws UncheckedIOException if the directory is open to others, another writer has it, it can't be read, or its journal is
     *     not whole
     */
    public JournalAuditListener(Path directory, ChainMac mac) {
        this(directory, mac, JournalOptions.defaults());
    }

    /**
     * Opens the journal in a directory.
     *
     * @param directory created if there is none; its parent must exist
     * @param mac chains the lines: {@code keys.auditMac()}
     * @param options how it is written
     * @throws UncheckedIOException if the directory is open to others, another writer has it, it can't be read, or its journal is
     *     not whole
     */
    public JournalAuditListener(Path directory, ChainMac mac, JournalOptions options) {
        this(new JournalDirectory(directory, JournalFile::onDisk), mac, options);
    }

    JournalAuditListener(JournalDirectory directory, ChainMac mac, JournalOptions options) {
        this.options = options;
        this.queue =
                new JournalQueue(options.queueCapacity(), options.acceptance() == Acceptance.QUEUED ? LINGER_NANOS : 0);
        this.journal = open(directory, JournalLine.requireNamed(mac), options);
        this.writer = new Thread(this::write, "audit-journal");
        writer.setDaemon(true);
        writer.start();
    }

    private static Journal open(JournalDirectory directory, ChainMac mac, JournalOptions options) {
        try {
            return Journal.open(directory, mac, options);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    @Override
    public void audit(AuditEvent event) {
        requireRoom(event);
        if (options.acceptance() == Acceptance.QUEUED) {
            queue.put(Waiting.unheard(event), TimeUnit.NANOSECONDS.convert(options.deadline()));
            return;
        }
        long until = System.nanoTime() + TimeUnit.NANOSECONDS.convert(options.deadline());
        if (options.acceptance() == Acceptance.DURABLE || !isWrittenNow(event)) {
            Waiting waiting = Waiting.heard(event);
            queue.put(waiting, until - System.nanoTime());
            awaitWritten(waiting.written(), until);
        }
    }

    private static void requireRoom(AuditEvent event) {
        int room = JournalLine.MAX_LENGTH - ROOM_FOR_CHAIN;
        if (EventText.longest(event) > room) {
            AsciiBuffer members = new AsciiBuffer(room);
            new EventText().append(members, event);
            int length = members.length();
            if (length > room) {
                throw new AuditRefusedException(
                        "The event has " + length + " bytes; a line has at most " + JournalLine.MAX_LENGTH);
            }
        }
    }

    /** Returns whether the event was written by this thread; if not, there is more to do than an interrupt may disturb. */
    private boolean isWrittenNow(AuditEvent event) {
        lock.lock();
        try {
            queue.requireOpen();
            if (!journal.justFollows(event.time())) {
                return false;
            }
            journal.append(List.of(event));
            return true;
        } catch (IOException refused) {
            throw new AuditRefusedException("The audit journal could not be written", refused);
        } finally {
            lock.unlock();
        }
    }

    private void awaitWritten(CompletableFuture<Void> written, long until) {
        try {
            Uninterrupted.get(written, until);
        } catch (ExecutionException refused) {
            Throwable cause = Objects.requireNonNullElse(refused.getCause(), refused);
            throw new AuditRefusedException("The audit journal could not be written", cause);
        } catch (TimeoutException late) {
            throw new AuditRefusedException(
                    "The audit journal was not written within " + options.deadline() + "; it may still be", late);
        }
    }

    // The writer's thread

    private void write() {
        try {
            for (List<Waiting> batch = next(); !batch.isEmpty() || !queue.isDone(); batch = next()) {
                write(batch);
            }
            locked(journal::close);
        } catch (IOException failed) {
            LOG.error("The audit journal was not closed in order", failed);
        }
    }

    private List<Waiting> next() {
        return queue.next(BATCH, SYNC_NANOS);
    }

    private void write(List<Waiting> batch) {
        boolean lastTry = options.acceptance() == Acceptance.QUEUED && queue.isClosed();
        try {
            locked(() -> append(batch));
            queue.remove(batch.size());
            batch.forEach(event -> event.written().complete(null));
            failing = false;
        } catch (IOException refused) {
            refuse(batch, refused, lastTry);
        } catch (RuntimeException | Error defect) { // the thread must not end while callers wait for it
            giveUp(defect);
        }
    }

    private void append(List<Waiting> batch) throws IOException {
        if (!batch.isEmpty()) {
            journal.append(batch.stream().map(Waiting::event).toList());
        }
        long now = System.nanoTime();
        if (options.acceptance() == Acceptance.DURABLE || now - syncedAt >= SYNC_NANOS) {
            journal.sync();
            syncedAt = now;
        }
    }

    private void locked(Step step) throws IOException {
        lock.lock();
        try {
            step.run();
        } finally {
            lock.unlock();
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    /**
     * Callers that wait are told; events that were accepted before stay where they are until they can be written.
     *
     * @param lastTry whether the listener was closed before this was tried: one that is closed while it fails is tried again
     */
    private void refuse(List<Waiting> batch, IOException reason, boolean lastTry) {
        if (!failing) {
            failing = true;
            LOG.error("The audit journal can't be written", reason);
        }
        if (journal.isBroken() || lastTry) {
            giveUp(reason);
        } else if (options.acceptance() != Acceptance.QUEUED) {
            queue.remove(batch.size());
            batch.forEach(event -> event.written().completeExceptionally(reason));
        } else {
            queue.pause(RETRY_NANOS);
        }
    }

    private void giveUp(Throwable reason) {
        List<Waiting> rest = queue.giveUp(reason);
        rest.forEach(event -> event.written().completeExceptionally(reason));
        LOG.error("The audit journal takes no more events, and {} that waited are not written", rest.size(), reason);
    }

    /**
     * Writes what was accepted and lets the directory go; every event is refused from now on. Waits no longer than the deadline of
     * the options. Closing again does nothing.
     */
    @Override
    public void close() {
        queue.close();
        Uninterrupted.join(writer, options.deadline());
        if (writer.isAlive()) {
            LOG.error("The audit journal is still being written after {}", options.deadline());
        }
    }
}
