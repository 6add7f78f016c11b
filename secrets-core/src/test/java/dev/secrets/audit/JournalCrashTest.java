package dev.secrets.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.secrets.audit.JournalProblem.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Crashes, by what they leave: the head tells of line 3, and of line 4 there is a part. And whole files, and the head, that somebody
 * has taken, emptied or put back.
 */
final class JournalCrashTest {
    @TempDir
    Path temporary;

    private JournalFixture journal;
    private String fourth = "";

    @BeforeEach
    void crash() throws IOException {
        journal = JournalFixture.in(temporary).write(Events.many(3));
        JournalFixture longer = journal.copyTo(temporary.resolve("longer")).write(List.of(Events.full()));
        fourth = longer.lines().get(3);
    }

    private void leave(String tail) throws IOException {
        Files.writeString(journal.file(), tail, StandardOpenOption.APPEND);
    }

    private AuditJournalReport goOn() {
        return journal.write(List.of(Events.bare("after the crash"))).verify();
    }

    // Torn lines

    @Test
    void lineTornAnywhere_isMarkedAndGoneOnBehind() throws IOException {
        for (int length = 1;
                length < fourth.length();
                length += length < 10 || length > fourth.length() - 10 ? 1 : 37) {
            JournalFixture before = journal;
            journal = journal.copyTo(temporary.resolve("cut" + length));
            leave(fourth.substring(0, length));
            assertThat(journal.verify().unfinished()).isTrue();
            assertThat(journal.verify().isIntact()).isTrue();

            AuditJournalReport report = goOn();

            assertThat(report.problems()).as("cut at %d", length).isEmpty();
            assertThat(report.lines()).isEqualTo(5);
            assertThat(report.recoveries()).isEqualTo(1);
            assertThat(report.unfinished()).isFalse();
            assertThat(journal.lines().get(3)).isEqualTo(fourth.substring(0, length) + "#torn\n");
            assertThat(journal.lines().get(4))
                    .contains("\"eventName\":\"AuditJournalRecovered\"", "\"tornBytes\":\"" + length + "\"");
            assertThat(journal.lines().get(5)).contains("\"requestId\":\"after the crash\"");
            journal = before;
        }
    }

    /** Its sync was under way, the head was not written: it was promised to nobody, and it is whole. */
    @Test
    void lineThatIsWholeButNotInTheHead_stays() throws IOException {
        leave(fourth);

        AuditJournalReport report = goOn();

        assertThat(report.isIntact()).isTrue();
        assertThat(report.lines()).isEqualTo(5);
        assertThat(report.recoveries()).isZero();
    }

    @Test
    void tornLine_thatIsChangedLater_isFound() throws IOException {
        leave(fourth.substring(0, 50));
        goOn();
        JournalFixture.overwrite(
                journal.file(), JournalFixture.read(journal.file()).replace("#torn", "#worn"));

        assertThat(journal.verify().problems()).isNotEmpty();
        assertThat(journal.verify().problems().get(0).kind()).isIn(Kind.CHANGED, Kind.FOREIGN);
    }

    @Test
    void tornLine_thatIsTakenAway_isFound() throws IOException {
        leave(fourth.substring(0, 50));
        goOn();
        JournalFixture.overwrite(
                journal.file(), JournalFixture.read(journal.file()).replace(fourth.substring(0, 50) + "#torn\n", ""));

        assertThat(journal.verify().problems())
                .extracting(JournalProblem::kind, JournalProblem::firstSequence)
                .containsExactly(tuple(Kind.CHANGED, 4L));
    }

    @Test
    void fileThatACrashLeftEmpty_isGoneOnBehind() throws IOException {
        Path empty = journal.directory().resolve("audit-000000000004-2026-02-04.jsonl");
        Files.createFile(empty);

        assertThat(journal.verify().isIntact()).isTrue();
        assertThat(goOn().isIntact()).isTrue();
        assertThat(goOn().lines()).isEqualTo(5);
    }

    // The head

    @Test
    void headSlotThatACrashDamaged_isToldInTheTrail() throws IOException {
        String head = JournalFixture.read(journal.head());
        String older = head.substring(0, 512).contains("\"head\":3,")
                ? head.substring(0, 512) + "x".repeat(512)
                : "x".repeat(512) + head.substring(512);
        JournalFixture.overwrite(journal.head(), older);
        assertThat(journal.verify().problems()).extracting(JournalProblem::kind).containsExactly(Kind.HEAD);

        AuditJournalReport report = goOn();

        assertThat(report.isIntact()).isTrue();
        assertThat(journal.lines().get(3)).contains("AuditJournalRecovered", "\"head\":\"damaged\"");
    }

    @Test
    void headThatIsGoneOrForged_isFoundAndNotWrittenBehind() throws IOException {
        for (String forged : List.of(
                "", "x".repeat(1024), JournalFixture.read(journal.head()).replace("\"head\":", "\"head\":1"))) {
            JournalFixture.overwrite(journal.head(), forged);
            assertThat(journal.verify().problems())
                    .extracting(JournalProblem::kind)
                    .contains(Kind.HEAD);
            assertThatThrownBy(this::goOn)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("is not whole");
        }
        Files.delete(journal.head());
        assertThat(journal.verify().problems()).extracting(JournalProblem::kind).containsExactly(Kind.HEAD);
        assertThatThrownBy(this::goOn).hasMessageContaining("the head is missing");
    }

    // Whole files

    private JournalFixture days() {
        return new JournalFixture(temporary.resolve("days"))
                .write(List.of(
                        Events.bare("1", Events.TIME),
                        Events.bare("2", Events.TIME),
                        Events.bare("3", Events.TIME.plusSeconds(86_400)),
                        Events.bare("4", Events.TIME.plusSeconds(86_400)),
                        Events.bare("5", Events.TIME.plusSeconds(2 * 86_400)),
                        Events.bare("6", Events.TIME.plusSeconds(2 * 86_400))));
    }

    private static JournalProblem gone(Kind kind, long first, long last) {
        return new JournalProblem(kind, first, last, Optional.empty());
    }

    @Test
    void lastFile_deletedOrEmptied_wasCutOff() throws IOException {
        journal = days();
        Path last = journal.files().get(2);
        JournalFixture.overwrite(last, "");
        assertThat(journal.verify().problems()).containsExactly(gone(Kind.CUT, 5, 6));
        assertThatThrownBy(this::goOn).hasMessageContaining("is not whole: each of lines 5 to 6 was cut off");

        Files.delete(last);
        assertThat(journal.verify().problems()).containsExactly(gone(Kind.CUT, 5, 6));
        assertThatThrownBy(this::goOn).hasMessageContaining("is not whole");
    }

    @Test
    void lastFile_ofGarbage_isNamedLineByLine() {
        journal = days();
        JournalFixture.overwrite(journal.files().get(2), "{}\n".repeat(2));

        assertThat(journal.verify().problems())
                .extracting(JournalProblem::kind, JournalProblem::firstSequence)
                .containsExactly(tuple(Kind.CHANGED, 5L), tuple(Kind.CHANGED, 6L));
    }

    @Test
    void fileBetween_deleted_isMissing() throws IOException {
        journal = days();
        Files.delete(journal.files().get(1));

        assertThat(journal.verify().problems()).containsExactly(gone(Kind.MISSING, 3, 4));
    }

    @Test
    void files_whoseTextsAreExchanged_wereMoved() {
        journal = days();
        String first = JournalFixture.read(journal.files().get(0));
        JournalFixture.overwrite(
                journal.files().get(0), JournalFixture.read(journal.files().get(1)));
        JournalFixture.overwrite(journal.files().get(1), first);

        assertThat(journal.verify().problems())
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem.kind()).isEqualTo(Kind.MOVED));
    }

    /** All files may have been moved elsewhere: the head goes on, and a verification from line 1 says what is not there. */
    @Test
    void journal_withoutAnyFile_wasCutOffAndIsMissingFromThenOn() throws IOException {
        Files.delete(journal.file());
        assertThat(journal.verify().problems()).containsExactly(gone(Kind.CUT, 1, 3));

        assertThat(goOn().problems()).containsExactly(gone(Kind.MISSING, 1, 3));
        assertThat(new AuditJournalVerifier(TestMac.KEY)
                        .startingAt(4)
                        .verify(journal.directory())
                        .isIntact())
                .isTrue();
    }

    /** Journal and head put back together were right then: only what was noted elsewhere tells. */
    @Test
    void journalPutBackAsAWhole_isFoundByANotedPlace() throws IOException {
        JournalFixture old = journal.copyTo(temporary.resolve("old"));
        JournalPosition noted = goOn().last().orElseThrow();
        AuditJournalVerifier verifier = new AuditJournalVerifier(TestMac.KEY).containing(noted);
        assertThat(verifier.verify(journal.directory()).isIntact()).isTrue();

        assertThat(old.verify().isIntact()).isTrue();
        assertThat(verifier.verify(old.directory()).problems()).containsExactly(gone(Kind.CUT, 4, 4));
        old.write(List.of(Events.bare("another history")));
        assertThat(verifier.verify(old.directory()).problems())
                .extracting(JournalProblem::kind)
                .contains(Kind.FORKED);
    }
}
