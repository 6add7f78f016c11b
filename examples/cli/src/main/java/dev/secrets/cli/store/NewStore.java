package dev.secrets.cli.store;

import dev.secrets.cli.shell.ConfigurationException;
import dev.secrets.cli.shell.Setting;
import dev.secrets.cli.shell.Settings;
import dev.secrets.cli.shell.Shell;
import dev.secrets.keys.KeyFileRootKey;
import dev.secrets.keys.TinkKeyManager;
import dev.secrets.model.RootKey;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes stores. */
public final class NewStore {
    private NewStore() {}

    /**
     * Makes a store with its key ring at a location where there is none. The root key is made too if it is to be in a file and
     * there is no such file.
     *
     * @throws ConfigurationException if there is something at the location, or a setting is missing or wrong
     */
    public static void create(StoreLocation location, Settings settings, Shell shell) {
        requireFree(location);
        RootKey rootKey = rootKey(settings, shell);
        try (var store = OpenStore.openOrCreate(location, rootKey);
                var keys = new TinkKeyManager(store, rootKey)) {
            keys.auditMac(); // the ring is made by now
        }
    }

    private static void requireFree(StoreLocation location) {
        if (location instanceof StoreLocation.Memory) {
            throw new ConfigurationException("A store in memory ends with the command; it need not be made");
        }
        if (location instanceof StoreLocation.Directory directory && !directory.isEmpty()) {
            throw new ConfigurationException(
                    "There is something in " + directory.path() + " already; a store is made in a new directory");
        }
    }

    private static RootKey rootKey(Settings settings, Shell shell) {
        boolean newKeyFile = settings.get(Setting.PASSPHRASE_FILE).isEmpty()
                && settings.get(Setting.ROOT_KEY_FILE)
                        .filter(file -> !Files.exists(Path.of(file)))
                        .isPresent();
        return newKeyFile
                ? KeyFileRootKey.create(Path.of(settings.require(Setting.ROOT_KEY_FILE)))
                : RootKeys.of(settings, shell);
    }
}
