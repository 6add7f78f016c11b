package dev.secrets.examples.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** What was measured, where, when and how, in Markdown with charts. */
final class Report {
    private static final String BEGIN = "<!-- benchmarks -->\n";
    private static final String END = "<!-- /benchmarks -->\n";

    private final List<Subject> subjects;
    private final Measurements measurements;
    private final String command;

    Report(List<Subject> subjects, Measurements measurements, String command) {
        this.measurements = measurements;
        this.command = command;
        this.subjects =
                subjects.stream().filter(subject -> !chart(subject).isEmpty()).toList();
    }

    private BarChart chart(Subject subject) {
        return new BarChart(subject.title(), subject.rows(), measurements);
    }

    void writeCharts(Path directory) throws IOException {
        for (Subject subject : subjects) {
            Files.writeString(
                    directory.resolve(subject.name() + ".svg"), chart(subject).svg());
        }
    }

    /**
     * Returns the report.
     *
     * @param charts the way to the directory of the charts, with a slash at its end unless it is the same
     */
    String text(String charts) {
        StringBuilder text = new StringBuilder();
        text.append("Medians, on ").append(Machine.text()).append(", ").append(LocalDate.now(ZoneOffset.UTC));
        text.append(", by `").append(command).append("`.\n");
        for (Subject subject : subjects) {
            text.append("\n### ").append(subject.title()).append("\n\n");
            text.append(new MarkdownTable(measurements).text(subject.rows()));
            text.append("\n![").append(subject.title()).append("](");
            text.append(charts).append(subject.name()).append(".svg)\n");
        }
        return text.toString();
    }

    /** Puts the report between the marks in a file, which is not below the directory of the charts. */
    void replaceIn(Path file, Path charts) throws IOException {
        String text = Files.readString(file);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException(file + " has no lines " + BEGIN.strip() + " and " + END.strip());
        }
        Path way = file.toAbsolutePath().getParent().relativize(charts.toAbsolutePath());
        Files.writeString(
                file,
                text.substring(0, begin) + BEGIN + text(way.toString().replace('\\', '/') + "/") + text.substring(end));
    }
}
