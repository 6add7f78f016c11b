package dev.secrets.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.secrets.audit.JournalOptions.Acceptance;
import dev.secrets.testing.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The writer of the journal: its files, its promises, and what it does when the disk fails it. */
final class JournalAuditListenerTest {
    private static final JournalOptions SMALL_FILES = JournalFixture.OPTIONS.maxFileBytes(4096);

    /** What the JDK has for no end. */
    private static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();

    @TempDir
    Path temporary;

    private final FaultyJournalFiles files = new FaultyJournalFiles();

    private JournalFixture journal() {
        return JournalFixture.in(temporary);
    }

    private JournalAuditListener open(JournalFixture journal, JournalOptions options) {
        return new JournalAuditListener(new JournalDirectory(journal.directory(), files), TestMac.KEY, options);
    }

    // Files

    @Test
    void files_areTheOwnersAlone() throws Exception {
        JournalFixture journal = journal().write(Events.many(1));

        assertThat(permissions(journal.directory())).isEqualTo("rwx------");
        for (Path file :
                List.of(journal.head(), journal.file(), journal.directory().resolve("lock"))) {
            assertThat(permissions(file)).as(file.toString()).isEqualTo("rw-------");
        }
    }

    private static String permissions(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void directory_openToOthers_isRefused() throws Exception {
        JournalFixture journal = journal().write(Events.many(1));
        Files.setPosixFilePermissions(journal.directory(), PosixFilePermissions.fromString("rwxr-x---"));

        assertThatThrownBy(() -> journal.write(Events.many(1)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("chmod 700");
    }

    @Tag("T13")
    @Test
    void symbolicLinks_areNotFollowed() throws Exception {
        JournalFixture journal = journal().write(Events.many(1));
        Path link = Files.createSymbolicLink(temporary.resolve("link"), journal.directory());
        assertThatThrownBy(() -> new JournalFixture(link).write(Events.many(1)))
                .isInstanceOf(UncheckedIOException.class);

        for (Path file :
                List.of(journal.head(), journal.file(), journal.directory().resolve("lock"))) {
            Path away = temporary.resolve("away");
            Files.move(file, away);
            Files.createSymbolicLink(file, away);
            assertThatThrownBy(() -> journal.write(Events.many(1)))
                    .as(file.toString())
                    .isInstanceOf(UncheckedIOException.class);
            Files.delete(file);
            Files.move(away, file);
        }
        journal.write(Events.many(1));
    }

    @Test
    void file_thatIsFull_isFollowedByAnother() {
        JournalFixture journal = journal().write(Events.many(100), SMALL_FILES);

        assertThat(journal.files()).hasSizeGreaterThan(5);
        journal.files().forEach(file -> assertThat(file).content().hasSizeLessThan(2 * 4096));
        assertThat(journal.verify().isIntact()).isTrue();
        assertThat(journal.verify().lines()).isEqualTo(100);
        long second = JournalFixture.linesOf(journal.files().get(0)).size() + 1;
        assertThat(journal.files().get(1).getFileName())
                .hasToString(String.format("audit-%012d-2026-02-03.jsonl", second));
    }

    @Test
    void file_ofADay_isFollowedByTheNextDays() {
        JournalFixture journal = journal()
                .write(List.of(
                        Events.bare("1", Instant.parse("2026-02-03T23:59:59.999Z")),
                        Events.bare("2", Instant.parse("2026-02-04T00:00:00Z")),
                        Events.bare("3", Instant.parse("2026-02-03T12:00:00Z")), // a clock that was set back
                        Events.bare("4", Instant.parse("2026-02-06T00:00:00Z"))));

        assertThat(journal.files())
                .extracting(file -> file.getFileName().toString())
                .containsExactly(
                        "audit-000000000001-2026-02-03.jsonl",
                        "audit-000000000002-2026-02-04.jsonl",
                        "audit-000000000004-2026-02-06.jsonl");
        assertThat(journal.verify().isIntact()).isTrue();
    }

    @Test
    void olderFiles_takenAway_leaveTheRestVerifiable() throws Exception {
        JournalFixture journal = journal().write(Events.many(60), SMALL_FILES);
        long first = JournalFixture.linesOf(journal.files().get(0)).size() + 1;
        Files.delete(journal.files().get(0));

        assertThat(journal.verify().problems())
                .containsExactly(new JournalProblem(JournalProblem.Kind.MISSING, 1, first - 1, Optional.empty()));
        assertThat(new AuditJournalVerifier(TestMac.KEY)
                        .startingAt(first)
                        .verify(journal.directory())
                        .isIntact())
                .isTrue();
        journal.write(Events.many(1));
    }

    @Test
    void openedAgain_goesOnWithTheChain() {
        JournalFixture journal = journal();
        for (int i = 0; i < 5; i++) {
            journal.write(Events.many(3));
        }

        assertThat(journal.verify())
                .isEqualTo(new AuditJournalReport(15, journal.verify().last(), 0, false, List.of()));
        assertThat(journal.verify().last().orElseThrow().sequence()).isEqualTo(15);
    }

    @Test
    void openedUnderAnotherKey_isRefused() {
        JournalFixture journal = journal().write(Events.many(3));

        assertThatThrownBy(() -> new JournalAuditListener(journal.directory(), new TestMac("ffffffff")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("written under another key");
    }

    // One writer

    @Test
    void secondWriter_inThisProcess_isRefused() {
        JournalFixture journal = journal();
        try (JournalAuditListener first = open(journal, JournalFixture.OPTIONS)) {
            assertThatThrownBy(() -> open(journal, JournalFixture.OPTIONS))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("is open in this process");
            first.audit(Events.bare("1"));
        }
        assertThat(journal.verify().lines()).isEqualTo(1);
    }

    /** A lock belongs to the process: whoever is refused must not take it along. */
    @Test
    void secondWriter_inThisProcess_doesNotLetAnotherProcessIn() throws Exception {
        JournalFixture journal = journal();
        try (JournalAuditListener first = open(journal, JournalFixture.OPTIONS)) {
            assertThatThrownBy(() -> open(journal, JournalFixture.OPTIONS)).isInstanceOf(UncheckedIOException.class);
            assertThat(lineOfAnotherWriter(journal)).contains("is open in another process");
            first.audit(Events.bare("1"));
        }
        assertThat(lineOfAnotherWriter(journal)).isEqualTo("written");
        assertThat(journal.verify().lines()).isEqualTo(2);
    }

    /** Whichever name a directory has, it is one. */
    @Test
    void secondWriter_byAnotherPath_isRefused() throws IOException {
        JournalFixture journal = journal();
        Path link = Files.createSymbolicLink(temporary.resolve("link"), temporary);
        try (JournalAuditListener first = open(journal, JournalFixture.OPTIONS)) {
            JournalFixture same = JournalFixture.in(link);
            assertThatThrownBy(() -> open(same, JournalFixture.OPTIONS))
                    .hasMessageContaining("is open in this process");
            first.audit(Events.bare("1"));
        }
        assertThat(journal.verify().lines()).isEqualTo(1);
    }

    @Test
    void writer_thatWasRefused_isLetInOnceTheReasonIsGone() {
        JournalFixture journal = journal().write(Events.many(1));
        String head = JournalFixture.read(journal.head());
        JournalFixture.overwrite(journal.head(), "");
        assertThatThrownBy(() -> open(journal, JournalFixture.OPTIONS)).hasMessageContaining("is not whole");

        JournalFixture.overwrite(journal.head(), head);

        assertThat(journal.write(Events.many(1)).verify().lines()).isEqualTo(2);
    }

    @Test
    void writer_thatRanOutOfMemory_isLetInOnceThereIsSome() {
        JournalFixture journal = journal();
        JournalDirectory directory = new JournalDirectory(journal.directory(), (path, options, attributes) -> {
            throw new OutOfMemoryError("as the test wants it");
        });
        assertThatThrownBy(() -> new JournalAuditListener(directory, TestMac.KEY, JournalFixture.OPTIONS))
                .isInstanceOf(OutOfMemoryError.class);

        assertThat(journal.write(Events.many(1)).verify().lines()).isEqualTo(1);
    }

    private static String lineOfAnotherWriter(JournalFixture journal) throws Exception {
        Process other = ChildJvm.start(JournalWriterProcess.class, journal.directory());
        try {
            return other.inputReader().readLine();
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    @Test
    void secondWriter_inAnotherProcess_isRefusedUntilThatIsKilled() throws Exception {
        JournalFixture journal = journal();
        Process other = ChildJvm.start(JournalWriterProcess.class, journal.directory());
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("written");
            assertThatThrownBy(() -> open(journal, JournalFixture.OPTIONS))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("is open in another process");
        } finally {
            other.destroyForcibly().waitFor();
        }

        journal.write(Events.many(1));
        assertThat(journal.verify().isIntact()).isTrue();
        assertThat(journal.verify().lines()).isEqualTo(2);
    }

    @Test
    void secondWriter_thatWaits_isLetInWhenTheOtherProcessEnds() throws Exception {
        JournalFixture journal = journal();
        Process other = ChildJvm.start(JournalWriterProcess.class, journal.directory());
        Thread opening = Thread.currentThread();
        Thread killer = new Thread(() -> {
            while (opening.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            other.destroyForcibly();
        });
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("written");
            killer.start();
            journal.write(Events.many(1), JournalFixture.OPTIONS.lockTimeout(FOREVER));
        } finally {
            other.destroyForcibly().waitFor();
        }

        killer.join();
        assertThat(journal.verify().lines()).isEqualTo(2);
    }

    @Test
    void secondWriter_thatWouldWait_isRefusedAtOnceInThisProcess() {
        JournalFixture journal = journal();
        try (JournalAuditListener first = open(journal, JournalFixture.OPTIONS)) {
            assertThatThrownBy(() -> open(journal, JournalFixture.OPTIONS.lockTimeout(Duration.ofDays(1))))
                    .hasMessageContaining("is open in this process");
            first.audit(Events.bare("1"));
        }
    }

    // Promises

    @Test
    void accepted_isOnTheDisk() {
        JournalFixture journal = journal();
        try (JournalAuditListener listener = open(journal, JournalFixture.OPTIONS)) {
            listener.audit(Events.full());
            assertThat(journal.lines()).hasSize(1);
        }
    }

    @Test
    void notDurable_acceptedIsThereWhenClosed() {
        JournalFixture journal =
                journal().write(Events.many(1000), JournalFixture.OPTIONS.acceptance(Acceptance.QUEUED));

        assertThat(journal.verify().lines()).isEqualTo(1000);
    }

    @ParameterizedTest
    @EnumSource
    void deadlineWithoutEnd_eventsAreAccepted(Acceptance acceptance) {
        JournalFixture journal = journal()
                .write(
                        Events.many(3),
                        JournalFixture.OPTIONS
                                .acceptance(acceptance)
                                .deadline(FOREVER)
                                .queueCapacity(1));

        assertThat(journal.verify().lines()).isEqualTo(3);
    }

    /** The second line: the first makes the file, which is the writer's work. */
    @Test
    void written_isInTheFileWhenItIsAccepted() {
        JournalFixture journal = journal();
        try (JournalAuditListener listener = open(journal, JournalFixture.OPTIONS.acceptance(Acceptance.WRITTEN))) {
            listener.audit(Events.bare("1"));
            listener.audit(Events.full());
            assertThat(journal.lines()).hasSize(2);
        }
        assertThat(journal.verify().isIntact()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = Acceptance.class,
            names = {"QUEUED", "WRITTEN"})
    void acceptedBeforeItIsOnTheDisk_isSoonToldInTheHead(Acceptance acceptance) {
        JournalFixture journal = journal();
        try (JournalAuditListener listener = open(journal, JournalFixture.OPTIONS.acceptance(acceptance))) {
            Events.many(3).forEach(listener::audit);
            await(() -> JournalFixture.read(journal.head()).contains("{\"head\":3,"));
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    @ParameterizedTest
    @EnumSource(Acceptance.class)
    void manyThreads_leaveOneChain(Acceptance acceptance) throws Exception {
        JournalFixture journal = journal();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (JournalAuditListener listener = open(journal, SMALL_FILES.acceptance(acceptance))) {
            List<Future<?>> done = new ArrayList<>();
            for (AuditEvent event : Events.many(400)) {
                done.add(threads.submit(() -> listener.audit(event)));
            }
            for (Future<?> one : done) {
                one.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(journal.verify().isIntact()).isTrue();
        assertThat(journal.verify().lines()).isEqualTo(400);
        assertThat(journal.lines().stream().map(line -> line.replaceAll(".*\"requestId\":\"([^\"]*)\".*\n", "$1")))
                .doesNotHaveDuplicates();
    }

    @Test
    void verify_whileItIsWritten_isIntactEachTime() throws Exception {
        JournalFixture journal = journal();
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (JournalAuditListener listener = open(journal, SMALL_FILES)) {
            listener.audit(Events.bare("first"));
            Future<?> writing = threads.submit(() -> Events.many(300).forEach(listener::audit));
            long seen = 0;
            do {
                AuditJournalReport report = journal.verify();
                assertThat(report.problems()).isEmpty();
                assertThat(report.lines()).isGreaterThanOrEqualTo(seen);
                seen = report.lines();
            } while (!writing.isDone());
            writing.get();
        } finally {
            threads.shutdownNow();
        }
        assertThat(journal.verify().lines()).isEqualTo(301);
    }

    @Test
    void event_longerThanALine_isRefusedAlone() {
        JournalFixture journal = journal();
        AuditEvent event = Events.full();
        AuditEvent endless = new AuditEvent(
                event.time(),
                event.requestId(),
                event.phase(),
                event.eventName(),
                event.principal(),
                event.resourceArn(),
                Map.of("description", "x".repeat(JournalLine.MAX_LENGTH)),
                event.errorCode(),
                event.decidedBy(),
                event.sourceAddress(),
                event.elapsed());
        try (JournalAuditListener listener = open(journal, JournalFixture.OPTIONS)) {
            assertThatThrownBy(() -> listener.audit(endless)).isInstanceOf(AuditRefusedException.class);
            listener.audit(event);
        }
        assertThat(journal.verify().lines()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Acceptance.class)
    void closed_refusesEvents(Acceptance acceptance) {
        JournalAuditListener listener = open(journal(), JournalFixture.OPTIONS.acceptance(acceptance));
        listener.close();
        listener.close();

        assertThatThrownBy(() -> listener.audit(Events.full()))
                .isInstanceOf(AuditRefusedException.class)
                .hasMessage("The audit journal is closed");
    }

    @ParameterizedTest
    @EnumSource(Acceptance.class)
    void interruptedCaller_isServedAndKeepsItsFlag(Acceptance acceptance) {
        JournalFixture journal = journal();
        try (JournalAuditListener listener = open(journal, JournalFixture.OPTIONS.acceptance(acceptance))) {
            Thread.currentThread().interrupt();
            listener.audit(Events.bare("1"));
            listener.audit(Events.bare("2"));
            assertThat(Thread.interrupted()).isTrue();
            listener.audit(Events.bare("3"));
        }
        assertThat(journal.verify().lines()).isEqualTo(3);
    }

    // A disk that fails

    @ParameterizedTest
    @CsvSource({"true, DURABLE", "false, DURABLE", "true, WRITTEN", "false, WRITTEN"})
    void fullDisk_refusesUntilThereIsRoom(boolean first, Acceptance acceptance) {
        JournalFixture journal = journal();
        try (JournalAuditListener listener = open(journal, JournalFixture.OPTIONS.acceptance(acceptance))) {
            if (!first) {
                listener.audit(Events.bare("1"));
            }
            files.full = true;
            assertThatThrownBy(() -> listener.audit(Events.bare("2")))
                    .isInstanceOf(AuditRefusedException.class)
                    .hasRootCauseMessage("No space left on device");
            assertThat(journal.verify().unfinished()).isFalse();
            files.full = false;
            listener.audit(Events.bare("3"));
        }
        assertThat(journal.verify().isIntact()).isTrue();
        assertThat(journal.verify().lines()).isEqualTo(first ? 1 : 2);
    }

    @Test
    void fullDisk_notDurable_writesWhatWasAcceptedWhenThereIsRoom() {
        JournalFixture journal = journal();
        try (JournalAuditListener listener = open(journal, JournalFixture.OPTIONS.acceptance(Acceptance.QUEUED))) {
            files.full = true;
            Events.many(10).forEach(listener::audit);
            files.full = false;
        }
        assertThat(journal.verify().lines()).isEqualTo(10);
    }

    /** What a sync that failed has left on the disk is unknown; a second one that succeeds would not tell. */
    @Test
    void failedSync_refusesEverythingUntilItIsOpenedAgain() {
        JournalFixture journal = journal();
        try (JournalAuditListener listener = open(journal, JournalFixture.OPTIONS)) {
            listener.audit(Events.bare("1"));
            files.syncsFail = true;
            assertThatThrownBy(() -> listener.audit(Events.bare("2"))).isInstanceOf(AuditRefusedException.class);
            files.syncsFail = false;
            assertThatThrownBy(() -> listener.audit(Events.bare("3")))
                    .isInstanceOf(AuditRefusedException.class)
                    .hasMessageContaining("must be opened again");
        }
        journal.write(List.of(Events.bare("4")));
        assertThat(journal.verify().isIntact()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = Acceptance.class,
            names = {"QUEUED", "WRITTEN"})
    void failedSync_ofWhatWasAccepted_refusesEverythingFromThenOn(Acceptance acceptance) {
        JournalFixture journal = journal();
        try (JournalAuditListener listener = open(journal, JournalFixture.OPTIONS.acceptance(acceptance))) {
            files.syncsFail = true;
            await(() -> isRefused(listener));
            files.syncsFail = false;
            assertThat(isRefused(listener)).isTrue();
        }
        journal.write(List.of(Events.bare("behind what was written")));
        assertThat(journal.verify().isIntact()).isTrue();
    }

    private static boolean isRefused(JournalAuditListener listener) {
        try {
            listener.audit(Events.bare("1"));
            return false;
        } catch (AuditRefusedException refused) {
            return true;
        }
    }

    @Test
    void hangingDisk_refusesAtTheDeadline() {
        JournalFixture journal = journal();
        JournalOptions options =
                JournalFixture.OPTIONS.deadline(Duration.ofMillis(50)).queueCapacity(2);
        JournalAuditListener listener = open(journal, options);
        files.hang = new CountDownLatch(1);
        try {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> listener.audit(Events.bare("late")))
                        .isInstanceOf(AuditRefusedException.class)
                        .hasMessageContaining("was not written within PT0.05S; it may still be");
            }
            Throwable third = catchThrowable(() -> listener.audit(Events.bare("no place")));
            assertThat(third).isInstanceOf(AuditRefusedException.class).hasMessageContaining("2 events wait");
        } finally {
            files.hang.countDown();
            listener.close();
        }
        assertThat(journal.verify().isIntact()).isTrue();
    }

    @Test
    void options_outOfRange_areRefused() {
        assertThatCode(JournalOptions::defaults).doesNotThrowAnyException();
        assertThatThrownBy(() -> JournalFixture.OPTIONS.maxFileBytes(4095))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JournalFixture.OPTIONS.queueCapacity(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JournalFixture.OPTIONS.deadline(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JournalFixture.OPTIONS.lockTimeout(Duration.ofNanos(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
