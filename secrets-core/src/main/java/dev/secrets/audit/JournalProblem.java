package dev.secrets.audit;

import java.util.Locale;
import java.util.Optional;

/**
 * Something that an audit journal would not be, had nobody but its writer touched it.
 *
 * @param kind what was done
 * @param firstSequence the first line that it was done to, by number; zero if it concerns no line of the journal
 * @param lastSequence the last one; the same unless lines in a row are gone
 * @param place where it shows; absent for what is gone
 */
public record JournalProblem(Kind kind, long firstSequence, long lastSequence, Optional<Place> place) {
    /** What was done. */
    public enum Kind {
        /** The text of a line is not what was written. */
        CHANGED("was changed"),
        /** Lines that were written are nowhere. */
        MISSING("is missing"),
        /** A line stands at another place than it was written to. */
        MOVED("was moved"),
        /** A line stands in the journal a second time. */
        REPEATED("is repeated"),
        /** A line was not written by the journal's writer and stands for none that was. */
        FOREIGN("a line is foreign"),
        /** A line was written after another line than the one that stands before it: the journal was put back and went on. */
        FORKED("does not follow the line before it"),
        /** Lines at the end that were written are gone. */
        CUT("was cut off"),
        /** The head, which tells how far the journal must reach, is missing or damaged. */
        HEAD("the head is missing or damaged");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    /**
     * A line by where it stands.
     *
     * @param file the name of the file
     * @param line the number of the line in the file, from 1
     */
    public record Place(String file, long line) {
        /** Returns the place as {@code file:line}. */
        @Override
        public String toString() {
            return file + ":" + line;
        }
    }

    /** Returns the problem in words, such as {@code line 17 was changed (audit-000000000001-2026-02-03.jsonl:17)}. */
    @Override
    public String toString() {
        String lines = firstSequence == lastSequence
                ? "line " + firstSequence + " "
                : String.format(Locale.ROOT, "each of lines %d to %d ", firstSequence, lastSequence);
        String said = (firstSequence == 0 ? "" : lines) + kind.words;
        return place.map(where -> said + " (" + where + ")").orElse(said);
    }
}
