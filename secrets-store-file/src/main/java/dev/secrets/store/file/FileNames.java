package dev.secrets.store.file;

import dev.secrets.store.file.fs.StoreFs;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** What the files of a directory are called. No name is ever made from the name of a secret. */
final class FileNames {
    static final String HEAD = "HEAD";
    static final String CURRENT = "CURRENT";
    static final String NEXT_CURRENT = "CURRENT.next";

    private static final String JOURNAL = "journal-";
    private static final String TORN = "torn-";
    private static final String GENERATION = "[1-9][0-9]{0,17}";

    private FileNames() {}

    static String journal(long generation) {
        return JOURNAL + generation;
    }

    /** Returns the name under which a torn tail is kept that was cut from the journal at the byte. */
    static String torn(long generation, long at) {
        return TORN + generation + "-" + at;
    }

    static boolean isTorn(String name) {
        return name.matches(TORN + GENERATION + "-[0-9]+");
    }

    /** Returns the generations that have a journal in the directory, in ascending order. */
    static List<Long> generations(StoreFs fs) throws IOException {
        return fs.list().stream()
                .filter(name -> name.matches(JOURNAL + GENERATION))
                .map(name -> Long.valueOf(name.substring(JOURNAL.length())))
                .sorted()
                .collect(Collectors.toList());
    }
}
