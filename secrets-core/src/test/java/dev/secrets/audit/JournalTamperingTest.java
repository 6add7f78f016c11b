package dev.secrets.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.audit.JournalProblem.Kind;
import dev.secrets.audit.JournalProblem.Place;
import dev.secrets.testing.Scale;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is done to one line is found, and named (threat T5, bar 19). In 2,000 lines each is tried in the full run, every 397th
 * otherwise; in a small journal each always.
 */
final class JournalTamperingTest {
    private static final int LINES = 2000;
    private static final int STEP = Scale.of(397, 1);
    private static final int SMALL = 12;

    @TempDir
    static Path temporary;

    private static JournalFixture large;
    private static JournalFixture small;

    @BeforeAll
    static void write() {
        large = new JournalFixture(temporary.resolve("large"))
                .write(Events.many(LINES), JournalFixture.OPTIONS.acceptance(JournalOptions.Acceptance.QUEUED));
        small = new JournalFixture(temporary.resolve("small")).write(Events.many(SMALL));
    }

    /** Does something to each line in turn, by its index from 0, and verifies. */
    private static void forEachLine(IntFunction<Tampering> tampering) {
        IntStream.range(0, SMALL).forEach(index -> check(small, index, tampering.apply(index)));
        IntStream.concat(IntStream.iterate(0, i -> i < LINES, i -> i + STEP), IntStream.of(LINES - 2, LINES - 1))
                .forEach(index -> check(large, index, tampering.apply(index)));
    }

    /** Returns the lines after the deed and what must be said of it; nothing where the deed can't be done. */
    private interface Tampering {
        Optional<Expected> on(List<String> lines);
    }

    private record Expected(String content, List<JournalProblem> problems) {}

    private static void check(JournalFixture journal, int index, Tampering tampering) {
        Path file = journal.file();
        String before = JournalFixture.read(file);
        try {
            tampering.on(journal.lines()).ifPresent(expected -> {
                JournalFixture.overwrite(file, expected.content());
                assertThat(journal.verify().problems())
                        .as("line %d of %s", index + 1, journal.directory().getFileName())
                        .isEqualTo(expected.problems());
            });
        } finally {
            JournalFixture.overwrite(file, before);
        }
    }

    private static Optional<Expected> expect(List<String> lines, JournalProblem... problems) {
        return Optional.of(new Expected(String.join("", lines), List.of(problems)));
    }

    private static JournalProblem at(Kind kind, int sequence, int lineOfFile) {
        return new JournalProblem(
                kind, sequence, sequence, Optional.of(new Place("audit-000000000001-2026-02-03.jsonl", lineOfFile)));
    }

    private static JournalProblem gone(Kind kind, int first, int last) {
        return new JournalProblem(kind, first, last, Optional.empty());
    }

    private static JournalProblem gone(int index, int size) {
        return gone(index == size - 1 ? Kind.CUT : Kind.MISSING, index + 1, index + 1);
    }

    // One line

    @Test
    void verify_nothingDone_isIntact() {
        assertThat(large.verify().isIntact()).isTrue();
        assertThat(large.verify().lines()).isEqualTo(LINES);
        assertThat(large.verify().last().orElseThrow().sequence()).isEqualTo(LINES);
        assertThat(large.verify().unfinished()).isFalse();
    }

    @Test
    void verify_lineDeleted_isMissingOrCutOff() {
        forEachLine(index -> lines -> {
            int size = lines.size();
            List<String> rest = new ArrayList<>(lines);
            rest.remove(index);
            return expect(rest, gone(index, size));
        });
    }

    @Test
    void verify_lineEdited_wasChanged() {
        forEachLine(index -> lines -> {
            List<String> edited = new ArrayList<>(lines);
            edited.set(index, lines.get(index).replace("PutSecretValue", "GetSecretValue"));
            return expect(edited, at(Kind.CHANGED, index + 1, index + 1));
        });
    }

    @Test
    void verify_lineSwappedWithTheNext_wasMoved() {
        forEachLine(index -> lines -> {
            if (index + 1 == lines.size()) {
                return Optional.empty();
            }
            List<String> swapped = new ArrayList<>(lines);
            Collections.swap(swapped, index, index + 1);
            return expect(swapped, at(Kind.MOVED, index + 2, index + 1));
        });
    }

    @Test
    void verify_linesFarApartSwapped_bothWereMoved() {
        forEachLine(index -> lines -> {
            int other = (index + lines.size() / 2) % lines.size();
            int first = Math.min(index, other);
            int second = Math.max(index, other);
            List<String> swapped = new ArrayList<>(lines);
            Collections.swap(swapped, first, second);
            return expect(swapped, at(Kind.MOVED, second + 1, first + 1), at(Kind.MOVED, first + 1, second + 1));
        });
    }

    @Test
    void verify_lineDuplicated_isRepeated() {
        forEachLine(index -> lines -> {
            List<String> doubled = new ArrayList<>(lines);
            doubled.add(index, lines.get(index));
            return expect(doubled, at(Kind.REPEATED, index + 1, index + 2));
        });
    }

    @Test
    void verify_lineRepeatedAtTheEnd_isRepeated() {
        forEachLine(index -> lines -> {
            List<String> longer = new ArrayList<>(lines);
            longer.add(lines.get(index));
            return expect(longer, at(Kind.REPEATED, index + 1, lines.size() + 1));
        });
    }

    @Test
    void verify_lineTruncated_wasChanged() {
        forEachLine(index -> lines -> {
            List<String> shortened = new ArrayList<>(lines);
            shortened.set(index, lines.get(index).substring(0, 40) + "\n");
            return expect(shortened, at(Kind.CHANGED, index + 1, index + 1));
        });
    }

    @Test
    void verify_endOfLineCutOut_namesBothLines() {
        forEachLine(index -> lines -> {
            if (index + 1 == lines.size()) {
                return Optional.empty();
            }
            List<String> merged = new ArrayList<>(lines);
            merged.set(index, lines.get(index).replace("\n", ""));
            return expect(merged, at(Kind.CHANGED, index + 1, index + 1), gone(index + 1, lines.size()));
        });
    }

    @Test
    void verify_allFromALineOnCutOff_namesThem() {
        forEachLine(index -> lines -> expect(lines.subList(0, index), gone(Kind.CUT, index + 1, lines.size())));
    }

    @Test
    void verify_allFromWithinALineOnCutOff_namesThem() {
        forEachLine(index -> lines -> {
            List<String> rest = new ArrayList<>(lines.subList(0, index));
            rest.add(lines.get(index).substring(0, lines.get(index).length() - 1));
            JournalProblem changed = at(Kind.CHANGED, index + 1, index + 1);
            return index + 1 == lines.size()
                    ? expect(rest, changed)
                    : expect(rest, changed, gone(Kind.CUT, index + 2, lines.size()));
        });
    }

    @Test
    void verify_lineAdded_isForeign() {
        forEachLine(index -> lines -> {
            List<String> more = new ArrayList<>(lines);
            more.add(
                    index,
                    lines.get(index).replace("arn:aws:iam::000000000000:root", "arn:aws:iam::666666666666:root"));
            return expect(more, at(Kind.FOREIGN, 0, index + 1));
        });
    }
}
