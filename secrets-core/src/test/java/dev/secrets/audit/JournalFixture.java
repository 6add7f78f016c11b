package dev.secrets.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A journal in a directory of its own, and what one can do to it. */
record JournalFixture(Path directory) {
    static final JournalOptions OPTIONS = JournalOptions.defaults();

    static JournalFixture in(Path temporary) {
        return new JournalFixture(temporary.resolve("trail"));
    }

    /** Writes the events and closes the journal. */
    JournalFixture write(List<AuditEvent> events) {
        return write(events, OPTIONS);
    }

    JournalFixture write(List<AuditEvent> events, JournalOptions options) {
        try (var journal = new JournalAuditListener(directory, TestMac.KEY, options)) {
            events.forEach(journal::audit);
        }
        return this;
    }

    AuditJournalReport verify() {
        return new AuditJournalVerifier(TestMac.KEY).verify(directory);
    }

    Path head() {
        return directory.resolve(JournalDirectory.HEAD);
    }

    /** The files of the journal in order. */
    List<Path> files() {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(path -> path.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The file of a journal that has one. */
    Path file() {
        List<Path> files = files();
        if (files.size() != 1) {
            throw new AssertionError("Expected one file; found " + files);
        }
        return files.get(0);
    }

    /** The lines of all files, each with its line feed. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        files().forEach(file -> lines.addAll(linesOf(file)));
        return lines;
    }

    static List<String> linesOf(Path file) {
        return read(file).lines().map(line -> line + "\n").toList();
    }

    static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static void overwrite(Path file, String content) {
        try {
            Files.writeString(file, content, StandardCharsets.ISO_8859_1);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Copies the directory as it is now. */
    JournalFixture copyTo(Path target) {
        try (Stream<Path> entries = Files.list(directory)) {
            Files.createDirectory(target);
            target.toFile().setReadable(false, false);
            target.toFile().setReadable(true, true);
            target.toFile().setExecutable(false, false);
            target.toFile().setExecutable(true, true);
            for (Path entry : entries.toList()) {
                Files.copy(entry, target.resolve(entry.getFileName().toString()));
            }
            return new JournalFixture(target);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
