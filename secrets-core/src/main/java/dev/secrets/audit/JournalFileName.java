package dev.secrets.audit;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of one file of a journal, such as {@code audit-000000000001-2026-02-03.jsonl}.
 *
 * @param firstSequence the number of the first line in it, by which files are in order whatever the clock did
 * @param day the day of that line, in UTC
 */
record JournalFileName(long firstSequence, LocalDate day) {
    static final Comparator<JournalFileName> ORDER =
            Comparator.comparingLong(JournalFileName::firstSequence).thenComparing(JournalFileName::day);

    private static final Pattern FORM = Pattern.compile("audit-([0-9]{12,18})-([-+0-9]{10,16})\\.jsonl");

    static JournalFileName of(long firstSequence, Instant firstTime) {
        return new JournalFileName(firstSequence, dayOf(firstTime));
    }

    static LocalDate dayOf(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    /** Returns the name that the path has; nothing if it is not the name of a file of a journal. */
    static Optional<JournalFileName> parse(Path path) {
        Matcher form = FORM.matcher(path.getFileName().toString());
        try {
            return form.matches()
                    ? Optional.of(new JournalFileName(Long.parseLong(form.group(1)), LocalDate.parse(form.group(2))))
                    : Optional.empty();
        } catch (DateTimeParseException noDay) {
            return Optional.empty();
        }
    }

    /** Returns the name in the directory. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "audit-%012d-%s.jsonl", firstSequence, day);
    }
}
