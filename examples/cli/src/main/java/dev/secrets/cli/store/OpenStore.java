package dev.secrets.cli.store;

import dev.secrets.AuditedStoreEvents;
import dev.secrets.EmbeddedOptions;
import dev.secrets.EmbeddedSecretsManager;
import dev.secrets.SecretsManager;
import dev.secrets.audit.AuditListener;
import dev.secrets.audit.JournalAuditListener;
import dev.secrets.audit.JournalOptions;
import dev.secrets.cli.shell.ConfigurationException;
import dev.secrets.cli.shell.Setting;
import dev.secrets.cli.shell.Settings;
import dev.secrets.cli.shell.Shell;
import dev.secrets.keys.KeyManager;
import dev.secrets.keys.TinkKeyManager;
import dev.secrets.model.CallerIdentity;
import dev.secrets.model.RootKey;
import dev.secrets.policy.DirectoryIdentityPolicies;
import dev.secrets.policy.IdentityPolicies;
import dev.secrets.store.InMemorySecretStore;
import dev.secrets.store.SecretStore;
import dev.secrets.store.StoreListener;
import dev.secrets.store.file.FileSecretStore;
import dev.secrets.store.file.FileStoreOptions;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The store that the settings name, open, with its keys and a secrets manager. To be closed by whoever opened it. */
public final class OpenStore implements AutoCloseable {
    /** Commands that run at the same time write their trail one after the other, as they do their changes of the store. */
    private static final JournalOptions TRAIL =
            JournalOptions.defaults().lockTimeout(FileStoreOptions.defaults().lockTimeout());

    private final Deque<AutoCloseable> resources;
    private final StoreLocation location;
    private final RootKey rootKey;
    private final SecretStore store;
    private final KeyManager keys;
    private final IdentityPolicies policies;
    private final AuditListener audit;
    private final boolean hasTrail;
    private final EmbeddedOptions options;
    private final EmbeddedSecretsManager secrets;

    private OpenStore(
            StoreLocation location, RootKey rootKey, Settings settings, Parts parts, Deque<AutoCloseable> resources) {
        this.resources = resources;
        this.location = location;
        this.rootKey = rootKey;
        AuditedStoreEvents noticed = new AuditedStoreEvents();
        this.store = kept(openStore(location, rootKey, noticed));
        this.keys = kept(new TinkKeyManager(store, rootKey));
        this.policies = parts.policies().apply(policies(settings));
        this.audit = parts.audit().apply(kept(trail(settings, keys)));
        this.hasTrail = settings.get(Setting.AUDIT).isPresent();
        noticed.attachTo(audit);
        this.options = parts.options().apply(options(settings));
        this.secrets = kept(new EmbeddedSecretsManager(store, keys, policies, audit, options));
    }

    private <T> T kept(T resource) {
        if (resource instanceof AutoCloseable closeable) {
            resources.push(closeable);
        }
        return resource;
    }

    /**
     * What a command adds to the parts that the settings name.
     *
     * @param policies adds to the policies
     * @param audit adds to the listener of the audit trail
     * @param options changes the options
     */
    public record Parts(
            UnaryOperator<IdentityPolicies> policies,
            UnaryOperator<AuditListener> audit,
            UnaryOperator<EmbeddedOptions> options) {
        /** What the settings name, as it is. */
        public static final Parts AS_SET =
                new Parts(UnaryOperator.identity(), UnaryOperator.identity(), UnaryOperator.identity());
    }

    /**
     * Opens the store.
     *
     * @throws ConfigurationException if a setting is missing or wrong, or there is no such store
     */
    public static OpenStore open(Settings settings, Shell shell) {
        return open(settings, shell, Parts.AS_SET);
    }

    /**
     * Opens the store.
     *
     * @param parts what to add
     * @throws ConfigurationException if a setting is missing or wrong, or there is no such store
     */
    public static OpenStore open(Settings settings, Shell shell, Parts parts) {
        return open(StoreLocation.of(settings.require(Setting.STORE)), settings, shell, parts);
    }

    /**
     * Opens the store at a location, and everything else as the settings name it.
     *
     * @throws ConfigurationException if a setting is missing or wrong, or there is no such store
     */
    public static OpenStore open(StoreLocation location, Settings settings, Shell shell) {
        return open(location, settings, shell, Parts.AS_SET);
    }

    private static OpenStore open(StoreLocation location, Settings settings, Shell shell, Parts parts) {
        requireThere(location);
        if (location instanceof StoreLocation.Memory) {
            return open(location, RootKeys.ephemeral(), settings, parts, new ArrayDeque<>());
        }
        RootKey rootKey = RootKeys.of(settings, shell);
        return open(location, rootKey, settings, parts, new ArrayDeque<>(List.of(() -> RootKeys.close(rootKey))));
    }

    /**
     * Opens the store by another root key than the settings name.
     *
     * @param rootKey stays the caller's
     * @throws ConfigurationException if a setting is missing or wrong, or there is no such store
     * @throws dev.secrets.model.RootKeyException if it is not the store's
     */
    public static OpenStore open(Settings settings, RootKey rootKey) {
        StoreLocation location = StoreLocation.of(settings.require(Setting.STORE));
        requireThere(location);
        return open(location, rootKey, settings, Parts.AS_SET, new ArrayDeque<>());
    }

    private static OpenStore open(
            StoreLocation location, RootKey rootKey, Settings settings, Parts parts, Deque<AutoCloseable> resources) {
        try {
            return new OpenStore(location, rootKey, settings, parts, resources);
        } catch (RuntimeException failure) {
            closeAll(resources);
            throw failure;
        }
    }

    /** Opens the store at a location where there is one. */
    public static SecretStore openExisting(StoreLocation location, RootKey rootKey) {
        requireThere(location);
        return openStore(location, rootKey, StoreListener.IGNORE);
    }

    /**
     * Returns normally if there is a store at the location.
     *
     * @throws ConfigurationException if there is none
     */
    public static void requireThere(StoreLocation location) {
        if (location instanceof StoreLocation.Directory directory && directory.isEmpty()) {
            throw new ConfigurationException(
                    "There is no store in " + directory.path() + "; make one with: secrets init --store " + location);
        }
    }

    private static SecretStore openStore(StoreLocation location, RootKey rootKey, StoreListener listener) {
        if (location instanceof StoreLocation.Directory directory) {
            return new FileSecretStore(
                    directory.path(), rootKey, FileStoreOptions.defaults().listener(listener));
        }
        return location instanceof StoreLocation.Database database
                ? DatabaseStore.open(database)
                : new InMemorySecretStore();
    }

    /** Opens the store at a location, or makes one where there is none. */
    public static SecretStore openOrCreate(StoreLocation location, RootKey rootKey) {
        return location instanceof StoreLocation.Database database
                ? DatabaseStore.create(database)
                : openStore(location, rootKey, StoreListener.IGNORE);
    }

    private static AuditListener trail(Settings settings, KeyManager keys) {
        Optional<String> directory = settings.get(Setting.AUDIT);
        try {
            return directory.isPresent()
                    ? new JournalAuditListener(Path.of(directory.get()), keys.auditMac(), TRAIL)
                    : AuditListener.none();
        } catch (UncheckedIOException refused) {
            throw new ConfigurationException(
                    "The audit trail in " + directory.orElseThrow() + " can't be written: "
                            + Objects.requireNonNull(refused.getCause()).getMessage(),
                    refused);
        }
    }

    private static IdentityPolicies policies(Settings settings) {
        Optional<String> directory = settings.get(Setting.POLICIES);
        try {
            return directory
                    .<IdentityPolicies>map(name -> new DirectoryIdentityPolicies(Path.of(name)))
                    .orElse(IdentityPolicies.none());
        } catch (UncheckedIOException unreadable) {
            throw new ConfigurationException(
                    "The policies in " + directory.orElseThrow() + " can't be read", unreadable);
        }
    }

    private static EmbeddedOptions options(Settings settings) {
        EmbeddedOptions options = EmbeddedOptions.defaults();
        try {
            EmbeddedOptions inAccount =
                    settings.get(Setting.ACCOUNT).map(options::account).orElse(options);
            return settings.get(Setting.REGION).map(inAccount::region).orElse(inAccount);
        } catch (IllegalArgumentException refused) {
            throw new ConfigurationException(String.valueOf(refused.getMessage()), refused);
        }
    }

    /** Returns whether a read waits for no other process, nor for its line of the audit trail to be on the disk. */
    public boolean readsAtOnce() {
        return location.isLocal() && !hasTrail;
    }

    /** Returns the root key. */
    public RootKey rootKey() {
        return rootKey;
    }

    /** Returns the store. */
    public SecretStore store() {
        return store;
    }

    /** Returns the keys. */
    public KeyManager keys() {
        return keys;
    }

    /** Returns the policies of callers. */
    public IdentityPolicies policies() {
        return policies;
    }

    /** Returns the listener of the audit trail. */
    public AuditListener audit() {
        return audit;
    }

    /** Returns the options of the secrets manager. */
    public EmbeddedOptions options() {
        return options;
    }

    /** Returns the secrets manager, which acts as the owner. */
    public EmbeddedSecretsManager secrets() {
        return secrets;
    }

    /**
     * Returns the secrets manager as the principal sees it, or as the owner does if there is none.
     *
     * @throws ConfigurationException if this is not the ARN of a principal
     */
    public SecretsManager as(Optional<String> principal) {
        try {
            return principal.map(arn -> secrets.as(CallerIdentity.of(arn))).orElse(secrets);
        } catch (IllegalArgumentException noPrincipal) {
            throw new ConfigurationException(String.valueOf(noPrincipal.getMessage()), noPrincipal);
        }
    }

    @Override
    public void close() {
        closeAll(resources);
    }

    /** Closes everything, whatever one of them says, in the opposite order of opening. */
    private static void closeAll(Deque<AutoCloseable> resources) {
        RuntimeException failed = new IllegalStateException("The store could not be closed");
        while (!resources.isEmpty()) {
            try {
                resources.pop().close();
            } catch (Exception failure) {
                failed.addSuppressed(failure);
            }
        }
        if (failed.getSuppressed().length > 0) {
            throw failed;
        }
    }
}
