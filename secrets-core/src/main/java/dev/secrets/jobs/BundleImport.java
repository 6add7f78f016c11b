package dev.secrets.jobs;

import dev.secrets.engine.Administration;
import dev.secrets.engine.Engine;
import dev.secrets.engine.SealedRecords;
import dev.secrets.keys.SealedStream;
import dev.secrets.maintenance.BundleReport;
import dev.secrets.maintenance.ExistingSecrets;
import dev.secrets.maintenance.Unreadable;
import dev.secrets.model.DecryptionFailureException;
import dev.secrets.model.EncryptionFailureException;
import dev.secrets.model.InvalidRequestException;
import dev.secrets.model.ResourceExistsException;
import dev.secrets.model.RootKey;
import dev.secrets.model.SecretValue;
import dev.secrets.state.Secret;
import dev.secrets.state.SecretVersion;
import dev.secrets.store.OutcomeUnknownException;
import dev.secrets.store.StoreConflictException;
import dev.secrets.store.StoredSecret;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Puts the secrets of a bundle into a store: with their names, ARN suffixes, dates, versions, labels, tags, policies and rotation,
 * and sealed under this store's keys of the same ids. The bundle is read to its end before anything is written. Used once.
 */
public final class BundleImport {
    private static final int MAX_ATTEMPTS = 60;

    private final Engine engine;
    private final SealedRecords records;
    private final ExistingSecrets existing;
    private final Instant now;
    private final List<String> imported = new ArrayList<>();
    private final List<Unreadable> skipped = new ArrayList<>();

    /** Prepares an import. */
    public BundleImport(Engine engine, ExistingSecrets existing) {
        this.engine = engine;
        this.records = engine.records();
        this.existing = existing;
        this.now = records.storeTime();
    }

    /**
     * Reads the file.
     *
     * @throws ResourceExistsException if a name exists and that is to be refused; nothing is imported
     * @throws InvalidRequestException if the bundle is missing, can't be read, is damaged or cut off, or names what can be no secret;
     *     nothing is imported
     */
    public BundleReport read(Path bundle, RootKey rootKey) {
        forEach(bundle, rootKey, this::check);
        forEach(bundle, rootKey, this::put);
        return new BundleReport(imported, skipped);
    }

    private void forEach(Path bundle, RootKey rootKey, Consumer<BundleEntry> consumer) {
        try (InputStream file = open(bundle);
                DataInputStream content = unseal(bundle, file, rootKey)) {
            forEach(content, consumer);
        } catch (IOException | UncheckedIOException damaged) {
            throw new InvalidRequestException(
                    "The bundle can't be read: it is damaged, cut off, or of a newer version.", damaged);
        }
    }

    private static InputStream open(Path bundle) {
        try {
            return new BufferedInputStream(Files.newInputStream(bundle));
        } catch (NoSuchFileException missing) {
            throw new InvalidRequestException("There is no bundle " + bundle + ".", missing);
        } catch (IOException refused) {
            throw unreadable(bundle, refused);
        }
    }

    /** Reads the head of the file; a head that is damaged is told as that of another root key, so what fails is the reading. */
    private static DataInputStream unseal(Path bundle, InputStream file, RootKey rootKey) {
        try {
            return new DataInputStream(new BufferedInputStream(new SealedStream(rootKey).opening(file)));
        } catch (IOException refused) {
            throw unreadable(bundle, refused);
        }
    }

    private static InvalidRequestException unreadable(Path bundle, IOException cause) {
        return new InvalidRequestException("The bundle " + bundle + " can't be read.", cause);
    }

    private void forEach(DataInputStream content, Consumer<BundleEntry> consumer) throws IOException {
        Optional<BundleEntry> entry = next(content);
        while (entry.isPresent()) {
            try (BundleEntry open = entry.get()) {
                requireSecretName(open.secret().identity().name());
                consumer.accept(open);
            }
            entry = next(content);
        }
        if (content.read() >= 0) {
            throw new IOException("There is more than the format has");
        }
    }

    private Optional<BundleEntry> next(DataInputStream content) throws IOException {
        return BundleEntry.read(content, engine.environment().random().uuid());
    }

    /** Whoever has the root key can seal an entry of any name: that of the store's key ring, or one that nobody can call by. */
    private static void requireSecretName(String name) {
        if (!SealedRecords.isSecretName(name)) {
            throw new InvalidRequestException("The bundle has an entry with a name that no secret can have.");
        }
    }

    private void check(BundleEntry entry) {
        requireValues(entry);
        String name = entry.secret().identity().name();
        if (existing == ExistingSecrets.REFUSE
                && records.find(name).filter(there -> !isGone(opened(there))).isPresent()) {
            throw new ResourceExistsException("Secret " + name + " already exists. Nothing was imported.");
        }
    }

    private static void requireValues(BundleEntry entry) {
        for (SecretVersion version : entry.secret().versions().all()) {
            if (version.value().isPresent() && entry.value(version.id()).isEmpty()) {
                throw new InvalidRequestException("The bundle lacks a value.");
            }
        }
    }

    private void put(BundleEntry entry) {
        String name = entry.secret().identity().name();
        String arn = records.arn(entry.secret());
        try {
            new Administration("ImportSecret", Optional.of(arn), Map.of()).perform(engine, () -> {
                putUntilDurable(entry);
                return arn;
            });
            imported.add(name);
        } catch (ResourceExistsException inTheWay) {
            skipped.add(new Unreadable(name, Optional.empty(), inTheWay.getMessage()));
        } catch (EncryptionFailureException unusableKey) {
            skipped.add(new Unreadable(name, Optional.empty(), "a key of it can't be used in this store"));
        }
    }

    private void putUntilDurable(BundleEntry entry) {
        String name = entry.secret().identity().name();
        for (int attempt = 1; ; attempt++) {
            Optional<StoredSecret> there = records.find(name);
            if (there.isPresent() && isImported(entry, there.get())) {
                return;
            }
            Optional<Secret> opened = there.flatMap(this::opened);
            if (there.isPresent()) {
                requireReplaceable(opened);
            }
            try {
                putOnce(entry, there, opened);
                return;
            } catch (StoreConflictException | OutcomeUnknownException faster) {
                if (attempt == MAX_ATTEMPTS) {
                    throw faster;
                }
            }
        }
    }

    private static boolean isImported(BundleEntry entry, StoredSecret there) {
        return there.secretUid().equals(entry.secret().identity().uid());
    }

    /** @throws ResourceExistsException if the secret must stay; the message is the reason */
    private void requireReplaceable(Optional<Secret> there) {
        if (isGone(there)) {
            return;
        }
        if (existing != ExistingSecrets.REPLACE) {
            throw new ResourceExistsException("it exists already");
        }
        if (there.filter(Secret::isReplica).isPresent()) {
            throw new ResourceExistsException("it is a replica, which its primary alone may change");
        }
        if (there.filter(secret -> !secret.replicas().isEmpty()).isPresent()) {
            throw new ResourceExistsException("it has replicas, which must be removed first");
        }
    }

    private boolean isGone(Optional<Secret> there) {
        return there.filter(secret -> secret.isGone(now)).isPresent();
    }

    private Optional<Secret> opened(StoredSecret record) {
        try {
            return Optional.of(records.open(record));
        } catch (DecryptionFailureException unreadable) { // so nothing is known of it; what is replaced need not open
            return Optional.empty();
        }
    }

    private void putOnce(BundleEntry entry, Optional<StoredSecret> there, Optional<Secret> before) {
        SealedRecords.Change change = records.change();
        Secret sealed = entry.secret().copied();
        for (SecretVersion version : entry.secret().versions().all()) {
            if (version.value().isPresent()) {
                SecretValue value = entry.value(version.id()).orElseThrow();
                SecretVersion resealed = change.seal(sealed, version, version.kmsKeyId(), value);
                sealed = sealed.resealed(version.id(), kept -> resealed);
            }
        }
        if (there.isEmpty()) {
            change.create(sealed);
        } else {
            change.replace(there.get(), before.orElse(sealed), sealed);
        }
    }
}
