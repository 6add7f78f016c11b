package dev.secrets.store.file;

import dev.secrets.testing.Sample;
import java.nio.file.Path;

/** A process that creates secrets, and then finds as many of them as it is told, each once. */
final class ColdReader {
    private static final int SECRETS = 100;

    private ColdReader() {}

    /** Arguments: the directory, how many to find. */
    public static void main(String[] arguments) {
        try (FileSecretStore store = new FileSecretStore(Path.of(arguments[0]), TestRootKey.FIRST)) {
            for (int i = 0; i < SECRETS; i++) {
                store.commit(Sample.create("secret" + i, 100));
            }
            for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
                store.find("secret" + i).orElseThrow();
            }
        }
    }
}
