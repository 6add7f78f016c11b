package dev.secrets.cli.output;

import java.util.List;

/** Draws one section of a table. */
final class SectionLines {
    private static final String BLUE = "\u001b[1m\u001b[34m";
    private static final String DIM_YELLOW = "\u001b[2m\u001b[33m";
    private static final String RESET = "\u001b[0m";
    private static final int CELL_INDENT = 2;

    private final TableSection section;
    private final int width;
    private final boolean coloured;
    private final String edge;

    SectionLines(TableSection section, int tableWidth, boolean coloured) {
        this.section = section;
        this.width = tableWidth - 2 * section.indentation();
        this.coloured = coloured;
        this.edge = (coloured ? DIM_YELLOW + "|" + RESET : "|").repeat(section.indentation());
    }

    void appendTo(StringBuilder out) {
        boolean bare = section.headers().isEmpty() && section.rows().isEmpty();
        if (!section.title().isEmpty()) {
            line(out, centred(section.title(), width, "|"));
            if (bare) {
                line(out, "+" + "-".repeat(width - 2) + "+");
            }
        }
        if (!bare) {
            appendCells(out, section.columnWidths(width));
        }
    }

    private void appendCells(StringBuilder out, List<Integer> widths) {
        String rule = rule(widths);
        if (!section.headers().isEmpty()) {
            line(out, rule);
            StringBuilder headers = new StringBuilder();
            for (int i = 0; i < widths.size(); i++) {
                headers.append(centred(section.headers().get(i), widths.get(i), i == 0 ? "|" : ""));
            }
            line(out, headers.toString());
        }
        if (!section.rows().isEmpty()) {
            line(out, rule);
            section.rows().forEach(row -> line(out, row(row, widths)));
            line(out, rule);
        }
    }

    private void line(StringBuilder out, String content) {
        out.append(edge).append(content).append(edge).append('\n');
    }

    private static String rule(List<Integer> widths) {
        StringBuilder rule = new StringBuilder("+");
        for (int i = 0; i < widths.size(); i++) {
            rule.append("-".repeat(Math.max(0, widths.get(i) - (i == 0 ? 2 : 1))))
                    .append('+');
        }
        return rule.toString();
    }

    private String row(List<String> cells, List<Integer> widths) {
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < Math.min(widths.size(), cells.size()); i++) {
            row.append(leftAligned(cells.get(i), widths.get(i), i == 0 ? "|" : ""));
        }
        return row.toString();
    }

    private static String centred(String text, int length, String leftEdge) {
        int textWidth = TextWidth.of(text);
        int before = Math.max(0, length / 2 - textWidth / 2 - 1);
        int after = Math.max(0, length - 1 - leftEdge.length() - before - textWidth);
        return leftEdge + " ".repeat(before) + text + " ".repeat(after) + "|";
    }

    private String leftAligned(String text, int length, String leftEdge) {
        int textWidth = TextWidth.of(text);
        int borders = leftEdge.length() + 1;
        int before = length >= textWidth + CELL_INDENT + borders ? CELL_INDENT : 0;
        int after = Math.max(0, length - borders - before - textWidth);
        String cell = coloured ? BLUE + text + RESET : text;
        return leftEdge + " ".repeat(before) + cell + " ".repeat(after) + "|";
    }
}
