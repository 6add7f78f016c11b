package dev.secrets.cli.store;

import dev.secrets.cli.shell.Setting;
import dev.secrets.cli.shell.Settings;
import dev.secrets.cli.shell.Shell;
import dev.secrets.keys.KeyManager;
import dev.secrets.keys.TinkKeyManager;
import dev.secrets.model.RootKey;
import dev.secrets.store.SecretStore;

/** A store with its keys and nothing on it: for what must not write an audit trail, such as checking one. */
public final class StoreKeys implements AutoCloseable {
    private final StoreLocation location;
    private final RootKey rootKey;
    private final SecretStore store;
    private final KeyManager keys;

    private StoreKeys(StoreLocation location, RootKey rootKey, SecretStore store, KeyManager keys) {
        this.location = location;
        this.rootKey = rootKey;
        this.store = store;
        this.keys = keys;
    }

    /**
     * Opens the store that the settings name.
     *
     * @throws dev.secrets.cli.shell.ConfigurationException if a setting is missing or wrong, or there is no such store
     */
    public static StoreKeys open(Settings settings, Shell shell) {
        StoreLocation location = StoreLocation.of(settings.require(Setting.STORE));
        RootKey rootKey =
                location instanceof StoreLocation.Memory ? RootKeys.ephemeral() : RootKeys.of(settings, shell);
        SecretStore store = OpenStore.openExisting(location, rootKey);
        try {
            return new StoreKeys(location, rootKey, store, new TinkKeyManager(store, rootKey));
        } catch (RuntimeException failure) {
            store.close();
            throw failure;
        }
    }

    /** Returns whether reading waits for no other process. */
    public boolean isLocal() {
        return location.isLocal();
    }

    /** Returns the keys. */
    public KeyManager keys() {
        return keys;
    }

    /** Returns the store. */
    public SecretStore store() {
        return store;
    }

    @Override
    public void close() {
        keys.close();
        store.close();
        RootKeys.close(rootKey);
    }
}
