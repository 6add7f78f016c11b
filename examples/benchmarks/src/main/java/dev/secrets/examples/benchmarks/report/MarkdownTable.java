package dev.secrets.examples.benchmarks.report;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The rows as a table in Markdown. */
final class MarkdownTable {
    private static final String HEAD = """
            | what | measured | allocated | floor | instead of it | target | met |
            |---|---|---|---|---|---|---|
            """;

    private final Measurements measurements;

    MarkdownTable(Measurements measurements) {
        this.measurements = measurements;
    }

    /** Returns the rows of which something was measured. */
    String text(List<Row> rows) {
        return rows.stream()
                .filter(row -> measurements.find(row.method()).isPresent())
                .map(this::line)
                .collect(Collectors.joining("", HEAD, ""));
    }

    private String line(Row row) {
        Measurement own = measurements.find(row.method()).orElseThrow();
        return cells(
                row.what(),
                own.text(),
                own.allocatedText(),
                beside(row, own, true),
                beside(row, own, false),
                row.targets().stream().map(Target::text).collect(Collectors.joining("<br>")),
                row.targets().stream().map(target -> met(row, target)).collect(Collectors.joining("<br>")));
    }

    private static String cells(String... cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private String beside(Row row, Measurement own, boolean floor) {
        return row.beside().stream()
                .filter(beside -> beside.floor() == floor)
                .map(beside -> beside.label() + ": " + compared(beside, own))
                .collect(Collectors.joining("<br>"));
    }

    private String compared(Beside beside, Measurement own) {
        return measurements
                .find(beside.method())
                .map(theirs -> theirs.text() + " (" + ratio(own, theirs) + ")" + allocated(theirs))
                .orElse("not here");
    }

    /** Returns how many times as costly as the other the row is. */
    private static String ratio(Measurement own, Measurement theirs) {
        return Unit.rounded(own.cost() / theirs.cost()) + " ×";
    }

    private static String allocated(Measurement theirs) {
        return theirs.allocated().isPresent() ? ", " + theirs.allocatedText() : "";
    }

    private String met(Row row, Target target) {
        Optional<Boolean> met = target.isMet(row.method(), measurements);
        return met.map(reached -> reached ? "yes" : "**no**").orElse("?");
    }
}
