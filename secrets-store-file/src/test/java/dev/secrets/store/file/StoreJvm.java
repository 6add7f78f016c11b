package dev.secrets.store.file;

import dev.secrets.store.SecretStore;
import dev.secrets.testing.ChildJvm;
import java.net.URL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;

/** JVMs beside this one with the file store, what its tests are made with, and nothing else: what is logged goes nowhere. */
final class StoreJvm {
    /** For a store that several processes have open: on a busy machine one that holds the lock may get no processor for long. */
    static final FileStoreOptions PATIENT = FileStoreOptions.defaults().lockTimeout(Duration.ofMinutes(2));

    private static final List<Class<?>> CLASSES =
            List.of(FileSecretStore.class, SecretStore.class, Logger.class, StoreJvm.class, ChildJvm.class);

    private StoreJvm() {}

    static Process start(Class<?> main, Object... arguments) {
        return start(List.of(), main, arguments);
    }

    /** Starts the class beneath another command, such as a tracer. */
    static Process start(List<String> prefix, Class<?> main, Object... arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(ChildJvm.command(CLASSES, main, arguments));
        return ChildJvm.start(command);
    }

    /** Returns where the classes are, for a class loader of its own. */
    static URL[] urls() {
        return ChildJvm.urls(CLASSES);
    }
}
