package dev.secrets.cli.output;

import java.util.ArrayList;
import java.util.List;

/** One section of a table: a title, perhaps a line of headers, and rows of as many columns. */
final class TableSection {
    private static final int CELL_PADDING = 4;
    private static final int BORDERS = 2;

    private final String title;
    private final int indentation;
    private final List<List<String>> rows = new ArrayList<>();
    private final List<Integer> widest = new ArrayList<>();
    private List<String> headers = List.of();

    TableSection(String title, int indentation) {
        this.title = title;
        this.indentation = indentation;
    }

    String title() {
        return title;
    }

    int indentation() {
        return indentation;
    }

    List<String> headers() {
        return headers;
    }

    List<List<String>> rows() {
        return rows;
    }

    void setHeaders(List<String> names) {
        widen(names);
        headers = List.copyOf(names);
    }

    void addRow(List<String> cells) {
        widen(cells);
        rows.add(List.copyOf(cells));
    }

    private void widen(List<String> cells) {
        for (int i = 0; i < cells.size(); i++) {
            int width = TextWidth.of(cells.get(i));
            if (i == widest.size()) {
                widest.add(width);
            } else {
                widest.set(i, Math.max(width, widest.get(i)));
            }
        }
    }

    /** Returns the section with one line for each header where it has a single row, else itself. */
    TableSection upright() {
        if (rows.size() != 1 || headers.isEmpty()) {
            return this;
        }
        TableSection turned = new TableSection(title, indentation);
        for (int i = 0; i < headers.size(); i++) {
            turned.addRow(List.of(headers.get(i), rows.get(0).get(i)));
        }
        return turned;
    }

    /** Returns the width that the section needs, with its borders. */
    int width() {
        int cells = widest.stream().mapToInt(width -> width + CELL_PADDING).sum();
        int outer = 2 * indentation;
        return Math.max(TextWidth.of(title) + BORDERS + outer, cells + BORDERS + outer);
    }

    /** Returns the widths of the columns, scaled so that they fill a line of the width. */
    List<Integer> columnWidths(int lineWidth) {
        double needed = widest.stream().mapToInt(width -> width + CELL_PADDING).sum();
        List<Integer> scaled = new ArrayList<>();
        for (int width : widest) {
            scaled.add((int) Math.rint(lineWidth / needed * (width + CELL_PADDING)));
        }
        int excess = scaled.stream().mapToInt(Integer::intValue).sum() - lineWidth;
        int columns = scaled.size();
        for (int step = 0; excess != 0 && columns > 0; step++) {
            int column = excess > 0 ? step % columns : columns - 1 - step % columns;
            scaled.set(column, scaled.get(column) - Integer.signum(excess));
            excess -= Integer.signum(excess);
        }
        return scaled;
    }
}
