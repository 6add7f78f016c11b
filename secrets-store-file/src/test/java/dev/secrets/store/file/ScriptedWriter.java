package dev.secrets.store.file;

import dev.secrets.store.OutcomeUnknownException;
import dev.secrets.store.StoreConflictException;
import dev.secrets.store.StoreUnavailableException;
import dev.secrets.testing.Sample;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * A process that opens a store and changes it step by step, on one thread. A line of output follows each step: {@code done},
 * {@code unknown} or {@code refused}.
 */
final class ScriptedWriter {
    /** A change of each kind. */
    static final List<Consumer<FileSecretStore>> STEPS = List.of(
            store -> store.commit(Sample.create("a", 60)),
            store -> store.commit(Sample.create("b", 3_000)),
            store -> store.commit(Sample.update("a", 1, 700)),
            store -> store.commit(Sample.update("b", 1, 20_000)),
            store -> store.commit(Sample.delete("b", 2)),
            FileSecretStore::compact,
            store -> store.commit(Sample.create("c", 10)),
            store -> store.rewrap(TestRootKey.FIRST, TestRootKey.SECOND),
            store -> store.commit(Sample.update("a", 2, 5)),
            store -> store.commit(Sample.create("b", 10)));

    private ScriptedWriter() {}

    /** Arguments: the directory; optionally a number of creations to make instead of the steps. */
    public static void main(String[] arguments) {
        try (FileSecretStore store = new FileSecretStore(Path.of(arguments[0]), TestRootKey.FIRST)) {
            if (arguments.length == 1) {
                STEPS.forEach(step -> tell(store, step));
            } else {
                for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
                    String name = "secret/" + i;
                    tell(store, open -> open.commit(Sample.create(name, 100)));
                }
            }
        }
    }

    private static void tell(FileSecretStore store, Consumer<FileSecretStore> step) {
        try {
            step.accept(store);
            System.out.println("done");
        } catch (OutcomeUnknownException unknown) {
            System.out.println("unknown");
        } catch (StoreUnavailableException | StoreConflictException refused) {
            System.out.println("refused");
        }
    }
}
