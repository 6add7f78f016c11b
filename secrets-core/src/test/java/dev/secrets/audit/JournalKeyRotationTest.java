package dev.secrets.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.audit.JournalProblem.Kind;
import dev.secrets.model.ChainMac;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal of six lines whose key was rotated behind the third. */
final class JournalKeyRotationTest {
    private static final TestMac OLD = new TestMac("aaaaaaaa");
    private static final TestMac NEW = new TestMac("bbbbbbbb");

    @TempDir
    private Path temporary;

    private final RotatedMac mac = new RotatedMac(OLD);
    private JournalFixture journal;

    @BeforeEach
    void write() {
        journal = JournalFixture.in(temporary);
        try (var listener = listener(mac)) {
            Events.many(3).forEach(listener::audit);
            mac.rotateTo(NEW);
            Events.many(3).forEach(listener::audit);
        }
    }

    private JournalAuditListener listener(ChainMac chain) {
        return new JournalAuditListener(journal.directory(), chain, JournalFixture.OPTIONS);
    }

    private AuditJournalReport verify() {
        return new AuditJournalVerifier(mac).verify(journal.directory());
    }

    private List<Kind> problems(List<String> lines) {
        JournalFixture.overwrite(journal.file(), String.join("", lines));
        return verify().problems().stream().map(JournalProblem::kind).toList();
    }

    private static String underKey(TestMac key) {
        return "\"key\":\"" + key.keyId() + "\"";
    }

    // Going on

    @Test
    void append_keyRotated_goesOnUnderTheNewOne() {
        List<String> lines = journal.lines();

        assertThat(lines.subList(0, 3)).allMatch(line -> line.contains(underKey(OLD)));
        assertThat(lines.subList(3, 6)).allMatch(line -> line.contains(underKey(NEW)));
        assertThat(verify().isIntact()).isTrue();
        assertThat(verify().lines()).isEqualTo(6);
    }

    @Test
    void open_keyRotatedMeanwhile_goesOnAndVerifies() {
        mac.rotateTo(new TestMac("cccccccc"));

        try (var listener = listener(mac)) {
            Events.many(2).forEach(listener::audit);
        }

        assertThat(verify().isIntact()).isTrue();
        assertThat(journal.lines().get(7)).contains("\"key\":\"cccccccc\"");
    }

    @Test
    void open_byAWriterThatLacksTheNewKey_isRefused() {
        assertThatThrownBy(() -> listener(mac.first(1))).isInstanceOf(UncheckedIOException.class);

        assertThat(verify().isIntact()).isTrue();
    }

    @Test
    void verify_journalThatBeginsBehindTheRotation_isIntact() {
        JournalFixture.overwrite(journal.file(), String.join("", journal.lines().subList(3, 6)));

        assertThat(new AuditJournalVerifier(mac)
                        .startingAt(4)
                        .verify(journal.directory())
                        .isIntact())
                .isTrue();
    }

    // What is found

    @Test
    void verify_anyByteChanged_isFound() {
        String whole = JournalFixture.read(journal.file());
        for (int i = 0; i < whole.length(); i++) {
            char changed = (char) (whole.charAt(i) ^ 1);
            JournalFixture.overwrite(journal.file(), whole.substring(0, i) + changed + whole.substring(i + 1));

            assertThat(verify().isIntact()).as("byte %d", i).isFalse();
        }
    }

    @Test
    void verify_pastRewrittenUnderTheFormerKey_doesNotJoinTheLinesUnderTheNewOne() {
        List<String> lines = new ArrayList<>(rewritten(3));
        lines.addAll(journal.lines().subList(3, 6));

        assertThat(problems(lines)).containsExactly(Kind.FORKED);
    }

    @Test
    void verify_lineAddedUnderTheFormerKey_isForeign() {
        List<String> lines = new ArrayList<>(journal.lines());
        lines.add(following(lines.get(5)));

        assertThat(problems(lines)).containsExactly(Kind.FOREIGN);
    }

    @Test
    void verify_endRewrittenUnderTheFormerKey_isFound() {
        List<String> lines = new ArrayList<>(journal.lines().subList(0, 5));
        lines.add(following(lines.get(4)));

        assertThat(problems(lines)).containsExactly(Kind.CHANGED);
    }

    /** Lines as who knows the former key would write them, from the beginning. */
    private static List<String> rewritten(int count) {
        return forged(JournalLine.End.of(JournalPosition.START), count)
                .lines()
                .map(line -> line + "\n")
                .toList();
    }

    private static String following(String line) {
        return forged(
                JournalLine.parse(line.strip().getBytes(StandardCharsets.US_ASCII))
                        .orElseThrow()
                        .end(),
                1);
    }

    private static String forged(JournalLine.End last, int count) {
        JournalBatch lines = new JournalBatch(OLD);
        lines.startBehind(last, OLD);
        for (int i = 0; i < count; i++) {
            lines.add(Events.bare("forged"));
        }
        return lines.toString();
    }

    @Test
    void verify_headUnderAKeyOfNobody_isDamaged() {
        JournalPosition last = verify().last().orElseThrow();
        byte[] forged = JournalHead.text(last, new TestMac("dddddddd"));
        JournalFixture.overwrite(journal.head(), new String(forged, StandardCharsets.ISO_8859_1));

        assertThat(verify().problems()).extracting(JournalProblem::kind).containsExactly(Kind.HEAD);
    }
}
