package dev.secrets.cli.output;

import dev.secrets.cli.json.JsonWriting;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The formats of the AWS CLI. */
public enum OutputFormat {
    /** Indented JSON. Nothing at all for an empty object, as of an operation without an answer. */
    JSON {
        @Override
        public String format(String title, @Nullable Object answer, boolean coloured) {
            return Map.of().equals(answer) ? "" : JsonWriting.indented(answer) + "\n";
        }
    },
    /** Lines of values between tabs, for scripts. */
    TEXT {
        @Override
        public String format(String title, @Nullable Object answer, boolean coloured) {
            return new TextLines().format(answer);
        }
    },
    /** A table with borders, for people. */
    TABLE {
        @Override
        public String format(String title, @Nullable Object answer, boolean coloured) {
            return AnswerTable.of(title, answer)
                    .map(table -> table.render(coloured))
                    .orElse("");
        }
    };

    /**
     * Returns the answer as text with line feeds.
     *
     * @param title what a table is headed with: the operation
     * @param answer plain JSON values
     * @param coloured whether escape sequences for colours may be used
     */
    public abstract String format(String title, @Nullable Object answer, boolean coloured);

    /** Returns the name that the option has. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
