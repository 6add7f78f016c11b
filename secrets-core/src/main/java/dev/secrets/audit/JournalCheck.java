package dev.secrets.audit;

import dev.secrets.audit.JournalProblem.Kind;
import dev.secrets.audit.JournalProblem.Place;
import dev.secrets.model.ChainMac;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the lines of a journal and tells what was done to it.
 *
 * <p>A line proves by itself that it was written and which number it has, so the lines that are authentic are sorted against the
 * numbers that come next. One that is ahead is held back until the next is seen: if that one is ahead too, lines between are
 * gone; if not, the one held back was moved. One that is behind was moved if its number is gone, else repeated. Lines that are
 * not authentic stand for the numbers that are gone where they stand, as far as there are any.
 *
 * <p>Confined to one thread. Needs memory for what is wrong, not for the journal.
 */
final class JournalCheck {
    private static final int MAX_PROBLEMS = 1000;

    private final ChainMac mac;
    private final long from;
    private final Map<Long, String> known = new HashMap<>();
    private final FormerKeys formerKeys = new FormerKeys();
    private final List<JournalProblem> problems = new ArrayList<>();

    private Optional<byte[]> unfinished = Optional.empty();
    private long least;
    private long lines;
    private long recoveries;
    private @Nullable JournalPosition last;
    private long expected;
    private @Nullable Found held;
    private List<Unreadable> unreadable = new ArrayList<>();
    private final SequenceRanges missing = new SequenceRanges();
    private final TreeSet<Long> ahead = new TreeSet<>();

    /** A line that is authentic, and what stands between it and the one before. */
    private record Found(JournalLine line, Place place, List<Unreadable> before) {}

    /** A line that is not authentic. */
    private record Unreadable(LineReader.Raw raw, Place place) {}

    /**
     * Begins a check.
     *
     * @param from the first number that must be there
     */
    JournalCheck(ChainMac mac, long from) {
        this.mac = mac;
        this.from = from;
    }

    /** Requires that the journal reaches the position, and has that line there. */
    void require(JournalPosition position) {
        if (position.sequence() > 0) {
            String other = known.putIfAbsent(position.sequence(), position.digest());
            least = Math.max(least, position.sequence());
            if (other != null && !other.equals(position.digest())) {
                report(Kind.FORKED, position.sequence(), Optional.empty());
            }
        }
    }

    void headIsDamaged() {
        report(Kind.HEAD, 0, Optional.empty());
    }

    boolean isOver() {
        return problems.size() >= MAX_PROBLEMS;
    }

    // Line by line

    void line(LineReader.Raw raw, Place place) {
        Optional<JournalLine> authentic =
                raw.ended() ? JournalLine.parse(raw.bytes()).filter(this::isAuthentic) : Optional.empty();
        if (authentic.isPresent()) {
            authentic(authentic.get(), place);
        } else {
            unreadable.add(new Unreadable(raw, place));
        }
    }

    private boolean isAuthentic(JournalLine line) {
        return formerKeys.mayHaveWritten(line) && line.isAuthentic(mac);
    }

    private void authentic(JournalLine line, Place place) {
        line.marked().ifPresent(torn -> recovery(torn, line, place));
        if (expected == 0) {
            expected = Math.min(from, line.sequence());
        }
        Found found = new Found(line, place, unreadable);
        unreadable = new ArrayList<>();
        if (held != null) {
            found = letGo(held, found);
        }
        if (line.sequence() > expected) {
            held = found;
        } else {
            settle(found);
        }
    }

    /** A line that a crash interrupted is accounted for by the one that marks it. */
    private void recovery(TornLine torn, JournalLine line, Place place) {
        int index = unreadable.size() - 1;
        boolean marked = index >= 0
                && unreadable.get(index).place().equals(new Place(place.file(), place.line() - 1))
                && torn.isMarkedIn(unreadable.get(index).raw().bytes());
        if (marked) {
            unreadable.remove(index);
            recoveries++;
        } else {
            report(Kind.CHANGED, line.sequence(), Optional.of(place));
        }
    }

    /** Decides on the line that was held back, now that the next is there. */
    private Found letGo(Found before, Found next) {
        held = null;
        if (next.line().sequence() > before.line().sequence()) {
            acceptBehindGap(before);
            return next;
        }
        report(Kind.MOVED, before);
        ahead.add(before.line().sequence());
        List<Unreadable> both = new ArrayList<>(before.before());
        both.addAll(next.before());
        return new Found(next.line(), next.place(), both);
    }

    private void settle(Found found) {
        long sequence = found.line().sequence();
        if (sequence == expected) {
            found.before().forEach(this::reportForeign);
            if (!found.line().follows(digestBefore(found.line()))) {
                report(Kind.FORKED, found);
            }
            advance(found.line());
        } else {
            unreadable.addAll(0, found.before());
            report(missing.remove(sequence) ? Kind.MOVED : Kind.REPEATED, found);
        }
    }

    /** The digest that the line must name; the first one of a journal that does not begin at its beginning may name any. */
    private byte[] digestBefore(JournalLine line) {
        if (last == null) {
            return line.sequence() == 1 ? JournalLine.NO_PREVIOUS : line.previous();
        }
        return last.digestBytes();
    }

    private void acceptBehindGap(Found found) {
        gone(expected, found.line().sequence() - 1, found.before())
                .ifPresent(rest -> missing(rest, found.line().sequence() - 1));
        advance(found.line());
    }

    private void missing(long first, long to) {
        missing.add(first, to);
        ahead.subSet(first, true, to, true).forEach(missing::remove);
    }

    /** Has unreadable lines stand for the first of the numbers that are gone; returns the first that none stands for. */
    private Optional<Long> gone(long first, long to, List<Unreadable> standIns) {
        long next = first;
        for (Unreadable standIn : standIns) {
            while (next <= to && ahead.contains(next)) {
                next++;
            }
            if (next <= to) {
                report(Kind.CHANGED, next++, Optional.of(standIn.place()));
            } else {
                reportForeign(standIn);
            }
        }
        return next <= to ? Optional.of(next) : Optional.empty();
    }

    private void advance(JournalLine line) {
        last = line.position();
        formerKeys.follow(line);
        expected = line.sequence() + 1;
        lines++;
        String digest = known.get(line.sequence());
        if (digest != null && !digest.equals(last.digest())) {
            report(Kind.FORKED, line.sequence(), Optional.empty());
        }
    }

    // The end

    AuditJournalReport end() {
        if (held != null) {
            acceptBehindGap(held);
        }
        if (expected == 0) {
            expected = Math.min(from, least + 1);
        }
        takeUnfinished();
        gone(expected, least, unreadable).ifPresent(this::cutFrom);
        missing.forEach((first, to) -> report(new JournalProblem(Kind.MISSING, first, to, Optional.empty())));
        return new AuditJournalReport(lines, Optional.ofNullable(last), recoveries, unfinished.isPresent(), problems);
    }

    /** The beginning of a line at the end of a journal that reaches as far as it must is nobody's loss. */
    private void takeUnfinished() {
        int index = unreadable.size() - 1;
        if (index >= 0 && expected > least) {
            LineReader.Raw raw = unreadable.get(index).raw();
            if (!raw.ended() && raw.bytes().length > 0) {
                unreadable.remove(index);
                unfinished = Optional.of(raw.bytes());
            }
        }
    }

    /** Returns the beginning of a line that the journal ends in, if it does; after {@link #end}. */
    Optional<byte[]> unfinished() {
        return unfinished;
    }

    private void cutFrom(long first) {
        SequenceRanges cut = new SequenceRanges();
        cut.add(first, least);
        ahead.subSet(first, true, least, true).forEach(cut::remove);
        cut.forEach((from, to) -> report(new JournalProblem(Kind.CUT, from, to, Optional.empty())));
    }

    // Reporting

    private void reportForeign(Unreadable line) {
        report(Kind.FOREIGN, 0, Optional.of(line.place()));
    }

    private void report(Kind kind, Found found) {
        report(kind, found.line().sequence(), Optional.of(found.place()));
    }

    private void report(Kind kind, long sequence, Optional<Place> place) {
        report(new JournalProblem(kind, sequence, sequence, place));
    }

    private void report(JournalProblem problem) {
        if (!isOver()) {
            problems.add(problem);
        }
    }
}
