package dev.secrets.store.jdbc;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of the tables as SQL wants them. They come from the options' allow-list of characters and so need no quotes; each
 * database folds their case as it likes.
 */
record Tables(String qualifier, String prefix) {
    /** The names in the SQL files, which are those of the default options. */
    private static final Pattern IN_FILES = Pattern.compile("\\bsecrets_(record|value|schema|record_due)\\b");

    static Tables of(JdbcStoreOptions options) {
        return new Tables(options.schema().map(schema -> schema + ".").orElse(""), options.tablePrefix());
    }

    String record() {
        return qualifier + prefix + "record";
    }

    String value() {
        return qualifier + prefix + "value";
    }

    String schema() {
        return qualifier + prefix + "schema";
    }

    /**
     * Returns the channel on which PostgreSQL tells of changes, folded as it folds the names of the tables; shared by the schemas of a
     * database, which harms nothing.
     */
    String channel() {
        return prefix.toLowerCase(Locale.ROOT) + "changed";
    }

    /** Returns SQL from a file with these names in place of the default ones. An index has the schema of its table. */
    String renamed(String sql) {
        return IN_FILES.matcher(sql).replaceAll(found -> {
            boolean index = found.group(1).equals("record_due");
            return Matcher.quoteReplacement((index ? "" : qualifier) + prefix + found.group(1));
        });
    }
}
