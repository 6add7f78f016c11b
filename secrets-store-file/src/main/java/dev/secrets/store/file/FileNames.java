package dev.secrets.store.file;

import dev.secrets.store.file.fs.StoreFs;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the files of a directory are called. No name is ever made from the name of a secret. */
final class FileNames {
    static final String HEAD = "HEAD";
    static final String CURRENT = "CURRENT";
    static final String NEXT_CURRENT = "CURRENT.next";

    private static final String JOURNAL = "journal-";
    private static final String TORN = "torn-";
    private static final String GENERATION = "[1-9][0-9]{0,17}";
    private static final Pattern TORN_NAME = Pattern.compile(TORN + "(" + GENERATION + ")-[0-9]+");

    private FileNames() {}

    static String journal(long generation) {
        return JOURNAL + generation;
    }

    /** Returns the name under which a torn tail is kept that was cut from the journal at the byte. */
    static String torn(long generation, long at) {
        return TORN + generation + "-" + at;
    }

    /** Returns whether the file holds what was cut from a journal before the generation's. */
    static boolean isTornBefore(String name, long generation) {
        Matcher torn = TORN_NAME.matcher(name);
        return torn.matches() && Long.parseLong(torn.group(1)) < generation;
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
