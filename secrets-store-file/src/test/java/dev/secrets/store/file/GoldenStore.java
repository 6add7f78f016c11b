package dev.secrets.store.file;

import dev.secrets.testing.Sample;
import dev.secrets.testing.Sample.Content;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The store that is kept among the test resources: how it was made, and what it holds. */
final class GoldenStore {
    static final Map<String, Content> CONTENTS = Map.copyOf(contents());

    private GoldenStore() {}

    private static Map<String, Content> contents() {
        Map<String, Content> contents = new TreeMap<>();
        contents.put("ключ/µ", BusyWriter.content("ключ/µ", 1));
        contents.put("prod/db", BusyWriter.content("prod/db", 3));
        contents.put("prod/key", BusyWriter.content("prod/key", 2));
        return contents;
    }

    /** Makes it anew, for a further version of the format. Argument: the directory. */
    public static void main(String[] arguments) {
        try (FileSecretStore store = new FileSecretStore(Path.of(arguments[0]), TestRootKey.FIRST)) {
            create(store, "prod/db");
            create(store, "deleted");
            create(store, "prod/key");
            update(store, "prod/db", 1);
            store.commit(Sample.delete("deleted", 1));
            store.compact();
            update(store, "prod/db", 2);
            create(store, "ключ/µ");
            update(store, "prod/key", 1);
        }
    }

    private static void create(FileSecretStore store, String name) {
        store.commit(Sample.create(name, BusyWriter.valueLength(1)));
    }

    private static void update(FileSecretStore store, String name, long from) {
        store.commit(Sample.update(name, from, BusyWriter.valueLength(from + 1)));
    }
}
