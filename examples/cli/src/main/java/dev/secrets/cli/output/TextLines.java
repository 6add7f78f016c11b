package dev.secrets.cli.output;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.StringJoiner;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The AWS CLI's text format: the scalar members of an object are one line, in the order of their names, between tabs; what is
 * nested follows on lines that begin with its name in capitals. The objects of one list have the same columns.
 */
final class TextLines {
    private final StringBuilder out = new StringBuilder();

    String format(@Nullable Object answer) {
        write(answer, Optional.empty(), Optional.empty());
        return out.toString();
    }

    private void write(@Nullable Object value, Optional<String> name, Optional<SortedSet<String>> columns) {
        if (value instanceof Map) {
            writeObject(Scalars.members(value), name, columns);
        } else if (value instanceof List<?> list) {
            writeList(list, name);
        } else {
            out.append(Scalars.print(value)).append('\n');
        }
    }

    private void writeObject(
            Map<String, @Nullable Object> object, Optional<String> name, Optional<SortedSet<String>> columns) {
        SortedSet<String> shown = columns.orElseGet(() -> Scalars.names(List.of(object), true));
        if (!shown.isEmpty()) {
            StringJoiner line = new StringJoiner("\t");
            name.ifPresent(identifier -> line.add(identifier.toUpperCase(Locale.ROOT)));
            shown.forEach(column -> line.add(object.containsKey(column) ? Scalars.print(object.get(column)) : ""));
            out.append(line).append('\n');
        }
        SortedSet<String> nested = new TreeSet<>(object.keySet());
        nested.removeAll(shown);
        nested.forEach(member -> write(object.get(member), Optional.of(member), Optional.empty()));
    }

    private void writeList(List<?> list, Optional<String> name) {
        if (list.stream().anyMatch(Map.class::isInstance)) {
            SortedSet<String> columns = Scalars.names(list, true);
            list.forEach(item -> write(item, name, Optional.of(columns)));
        } else {
            writeScalars(
                    list.stream().filter(Scalars::isScalar).map(Scalars::print).toList(), name);
            list.stream().filter(item -> !Scalars.isScalar(item)).forEach(item -> write(item, name, Optional.empty()));
        }
    }

    private void writeScalars(List<String> items, Optional<String> name) {
        if (items.isEmpty()) {
            return;
        }
        if (name.isPresent()) {
            String prefix = name.get().toUpperCase(Locale.ROOT) + "\t";
            items.forEach(item -> out.append(prefix).append(item).append('\n'));
        } else {
            out.append(String.join("\t", items)).append('\n');
        }
    }
}
