package dev.secrets.store.file;

import dev.secrets.model.RootKey;
import dev.secrets.model.RootKeyException;
import dev.secrets.store.StoreListener.StoreEvent;
import dev.secrets.store.file.fs.StoreFs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Opens stores on a {@link SimulatedDisk}, each as if in a process of its own. */
final class OnDisk {
    /** So short that power cuts can be tried with any part of it. */
    private static final Reserve RESERVE = new Reserve(1 << 10, 1 << 10);

    private OnDisk() {}

    static FileSecretStore open(SimulatedDisk disk) {
        return open(disk, TestRootKey.FIRST, FileStoreOptions.defaults());
    }

    static FileSecretStore open(SimulatedDisk disk, RootKey rootKey, FileStoreOptions options) {
        return open(disk, rootKey, options, RESERVE);
    }

    /** Opens a store whose journal ends where its last record does. */
    static FileSecretStore openWithoutReserve(SimulatedDisk disk) {
        return open(disk, TestRootKey.FIRST, FileStoreOptions.defaults(), new Reserve(0, 0));
    }

    private static FileSecretStore open(
            SimulatedDisk disk, RootKey rootKey, FileStoreOptions options, Reserve reserve) {
        return open(disk.mount(), rootKey, options, reserve);
    }

    static FileSecretStore open(StoreFs fs, FileStoreOptions options) {
        return open(fs, TestRootKey.FIRST, options, RESERVE);
    }

    /** Opens a store without a thread of its own. */
    static OpenStore opened(StoreFs fs) throws IOException {
        return new Opening(fs, new RootKeys(TestRootKey.FIRST), FileStoreOptions.defaults()).open();
    }

    private static FileSecretStore open(StoreFs fs, RootKey rootKey, FileStoreOptions options, Reserve reserve) {
        OpenStore opened =
                FileSecretStore.opened(Path.of("disk"), () -> new Opening(fs, new RootKeys(rootKey), options).open());
        return new FileSecretStore(opened, options, reserve);
    }

    /** Opens with the key that the store is wrapped by. */
    static FileSecretStore openWithEitherKey(SimulatedDisk disk) {
        try {
            return open(disk);
        } catch (RootKeyException changed) {
            return open(disk, TestRootKey.SECOND, FileStoreOptions.defaults());
        }
    }

    static FileSecretStore openRestored(SimulatedDisk disk, FileStoreOptions options) {
        OpenStore opened = FileSecretStore.opened(
                Path.of("disk"),
                () -> new Opening(disk.mount(), new RootKeys(TestRootKey.FIRST), options).openRestored());
        return new FileSecretStore(opened, options, RESERVE);
    }

    /** Collects what stores report. */
    static final class Events {
        final List<StoreEvent> all = new CopyOnWriteArrayList<>();

        FileStoreOptions options() {
            return FileStoreOptions.defaults().listener(all::add);
        }

        List<String> names() {
            return all.stream().map(StoreEvent::name).toList();
        }
    }
}
