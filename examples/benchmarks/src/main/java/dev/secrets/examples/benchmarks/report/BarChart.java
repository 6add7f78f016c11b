package dev.secrets.examples.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One subject's rows as bars in SVG: each row's own bar, and below it those of its floors and peers. Lengths are logarithmic, from
 * a tenth of the least to the most; a shorter bar is better.
 */
final class BarChart {
    private static final int WIDTH = 860;
    private static final int LABELS = 420;
    private static final int FIGURES = 110;
    private static final int BAR = 16;
    private static final int LINE = 20;
    private static final int GAP = 12;
    private static final int TOP = 40;
    private static final String OWN = "#1f6feb";
    private static final String FLOOR = "#8c959f";
    private static final String PEER = "#d4a72c";

    private final String title;
    private final List<Bar> bars;

    private record Bar(String label, Measurement measurement, String colour) {}

    BarChart(String title, List<Row> rows, Measurements measurements) {
        this.title = title;
        this.bars = rows.stream()
                .filter(row -> measurements.find(row.method()).isPresent())
                .flatMap(row -> barsOf(row, measurements).stream())
                .toList();
    }

    private static List<Bar> barsOf(Row row, Measurements measurements) {
        List<Bar> bars = new ArrayList<>();
        measurements.find(row.method()).ifPresent(own -> bars.add(new Bar(row.what(), own, OWN)));
        row.beside()
                .forEach(beside -> measurements
                        .find(beside.method())
                        .ifPresent(theirs -> bars.add(new Bar(beside.label(), theirs, beside.floor() ? FLOOR : PEER))));
        return bars;
    }

    boolean isEmpty() {
        return bars.isEmpty();
    }

    String svg() {
        StringBuilder body = new StringBuilder();
        int y = TOP;
        for (Bar bar : bars) {
            y += bar.colour().equals(OWN) ? GAP : 0;
            body.append(drawn(bar, y));
            y += LINE;
        }
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="12">
                <rect width="100%%" height="100%%" fill="white"/>
                <text x="10" y="22" font-size="15" font-weight="bold">%s</text>
                <text x="%d" y="22" text-anchor="end" fill="%s">■ this</text>
                <text x="%d" y="22" text-anchor="end" fill="%s">■ floor</text>
                <text x="%d" y="22" text-anchor="end" fill="%s">■ instead</text>
                %s</svg>
                """.formatted(
                        WIDTH, y + GAP, escaped(title), WIDTH - 140, OWN, WIDTH - 80, FLOOR, WIDTH - 10, PEER, body);
    }

    private String drawn(Bar bar, int y) {
        double length = length(bar.measurement());
        return String.format(
                Locale.ROOT,
                """
                <text x="%d" y="%d" text-anchor="end">%s</text>
                <rect x="%d" y="%d" width="%.1f" height="%d" fill="%s"/>
                <text x="%.1f" y="%d" fill="#57606a">%s</text>
                """,
                LABELS - 8,
                y + 12,
                escaped(shortened(bar.label().replace("`", ""))),
                LABELS,
                y,
                length,
                BAR,
                bar.colour(),
                LABELS + length + 6,
                y + 12,
                escaped(bar.measurement().text()));
    }

    private double length(Measurement measurement) {
        double from = Math.log10(least()) - 1;
        double to = Math.log10(most());
        return (WIDTH - LABELS - FIGURES) * (Math.log10(measurement.cost()) - from) / (to - from);
    }

    private double least() {
        return bars.stream().mapToDouble(bar -> bar.measurement().cost()).min().orElseThrow();
    }

    private double most() {
        return bars.stream().mapToDouble(bar -> bar.measurement().cost()).max().orElseThrow();
    }

    private static String shortened(String label) {
        return label.length() <= 66 ? label : label.substring(0, 65) + "…";
    }

    private static String escaped(String text) {
        return text.chars()
                .mapToObj(c -> switch (c) {
                    case '<' -> "&lt;";
                    case '>' -> "&gt;";
                    case '&' -> "&amp;";
                    default -> Character.toString(c);
                })
                .collect(Collectors.joining());
    }
}
