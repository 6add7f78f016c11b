package dev.secrets.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * The AWS CLI's table of an answer: a section for each object or list, the nested ones indented under it. The scalar members of
 * an object are one row, those of a list's objects a row each under common headers.
 */
final class AnswerTable {
    /** A table that is wider turns its sections of one row upright. */
    private static final int TERMINAL_WIDTH = 80;

    private final List<TableSection> sections = new ArrayList<>();

    private AnswerTable() {}

    /** Returns the table; empty if there is nothing to show. */
    static Optional<AnswerTable> of(String title, @Nullable Object answer) {
        AnswerTable table = new AnswerTable();
        table.build(title, answer, 0);
        return Optional.of(table).filter(built -> !built.sections.isEmpty());
    }

    private void build(String title, @Nullable Object value, int depth) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            begin(title, depth);
            buildObject(Scalars.members(map), depth);
        } else if (value instanceof List<?> list && !list.isEmpty()) {
            begin(title, depth);
            buildList(title, list, depth);
        } else if (Scalars.isScalar(value) && value != null && !"".equals(value)) {
            begin(title, depth);
            addRow(List.of(value));
        }
    }

    private void begin(String title, int depth) {
        sections.add(new TableSection(title, depth));
    }

    private TableSection section() {
        return sections.get(sections.size() - 1);
    }

    private void addRow(List<?> cells) {
        section().addRow(cells.stream().map(Scalars::print).toList());
    }

    private void buildObject(Map<String, @Nullable Object> object, int depth) {
        SortedSet<String> columns = Scalars.names(List.of(object), true);
        if (columns.size() == 1) {
            section().addRow(List.of(columns.first(), Scalars.print(object.get(columns.first()))));
        } else if (!columns.isEmpty()) {
            section().setHeaders(List.copyOf(columns));
            section().addRow(cells(object, columns));
        }
        Scalars.names(List.of(object), false).forEach(name -> build(name, object.get(name), depth + 1));
    }

    private static List<String> cells(Map<String, @Nullable Object> object, SortedSet<String> columns) {
        return columns.stream()
                .map(column -> object.containsKey(column) ? Scalars.print(object.get(column)) : "")
                .toList();
    }

    private void buildList(String title, List<?> list, int depth) {
        if (list.get(0) instanceof Map) {
            buildObjects(title, list, depth);
            return;
        }
        for (Object item : list) {
            if (Scalars.isScalar(item)) {
                section().addRow(List.of(Scalars.print(item)));
            } else if (item instanceof List<?> row && row.stream().allMatch(Scalars::isScalar)) {
                addRow(row);
            } else if (item instanceof Map<?, ?> object) {
                addRow(List.copyOf(
                        object.keySet())); // as the AWS CLI has it: behind a scalar, an object is a row of its names
            } else {
                build("", item, depth);
            }
        }
    }

    private void buildObjects(String title, List<?> objects, int depth) {
        SortedSet<String> columns = Scalars.names(objects, true);
        SortedSet<String> nested = Scalars.names(objects, false);
        boolean first = true;
        for (Object object : objects) {
            if (!first && !nested.isEmpty()) {
                begin(title, depth);
            }
            if (first || !nested.isEmpty()) {
                section().setHeaders(List.copyOf(columns));
            }
            first = false;
            section().addRow(cells(Scalars.members(object), columns));
            nested.forEach(name -> build(name, Scalars.members(object).get(name), depth + 1));
        }
    }

    String render(boolean coloured) {
        if (width(sections) > TERMINAL_WIDTH) {
            sections.replaceAll(TableSection::upright);
        }
        int width = width(sections);
        StringBuilder out = new StringBuilder("-".repeat(width)).append('\n');
        sections.forEach(section -> new SectionLines(section, width, coloured).appendTo(out));
        return out.toString();
    }

    private static int width(List<TableSection> sections) {
        return sections.stream().mapToInt(TableSection::width).max().orElse(0);
    }
}
