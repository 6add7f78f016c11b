package dev.secrets.jobs;

import dev.secrets.engine.Administration;
import dev.secrets.engine.Engine;
import dev.secrets.engine.SealedRecords;
import dev.secrets.keys.SealedStream;
import dev.secrets.maintenance.BundleReport;
import dev.secrets.maintenance.Unreadable;
import dev.secrets.model.AuditIncompleteException;
import dev.secrets.model.DecryptionFailureException;
import dev.secrets.model.InternalServiceErrorException;
import dev.secrets.model.RootKey;
import dev.secrets.state.Secret;
import dev.secrets.state.SecretVersion;
import dev.secrets.store.SealedBytes;
import dev.secrets.store.StoredSecret;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Takes secrets out of a store, with all their versions, into a file that a root key opens. Used once. */
public final class BundleExport {
    private static final int MAX_ATTEMPTS = 20;

    private final Engine engine;
    private final SealedRecords records;
    private final UnreadableReasons reasons;
    private final Predicate<String> chosen;
    private final FileSync sync;
    private final Instant now;
    private final List<String> exported = new ArrayList<>();
    private final List<Unreadable> skipped = new ArrayList<>();

    /**
     * Prepares an export.
     *
     * @param chosen which names
     */
    public BundleExport(Engine engine, Predicate<String> chosen) {
        this(engine, chosen, new FileSync());
    }

    BundleExport(Engine engine, Predicate<String> chosen, FileSync sync) {
        this.engine = engine;
        this.records = engine.records();
        this.reasons = new UnreadableReasons(engine.managedKeys());
        this.chosen = chosen;
        this.sync = sync;
        this.now = records.storeTime();
    }

    /** Writes a new file, for its owner only, and durably; what was written of it goes if this fails. */
    public BundleReport write(Path bundle, RootKey rootKey) {
        try {
            try (OutputStream file = create(bundle)) {
                write(file, rootKey);
                sync.name(bundle);
            } catch (FileAlreadyExistsException taken) {
                throw taken;
            } catch (AuditIncompleteException refused) {
                Files.deleteIfExists(bundle);
                throw new InternalServiceErrorException(
                        "The audit trail did not accept that a secret leaves. Nothing was exported.", refused);
            } catch (IOException | RuntimeException failure) {
                Files.deleteIfExists(bundle);
                throw failure;
            }
            return new BundleReport(exported, skipped);
        } catch (IOException failure) {
            throw new UncheckedIOException("The bundle can't be written to " + bundle, failure);
        }
    }

    private OutputStream create(Path bundle) throws IOException {
        Set<OpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        FileAttribute<?>[] ownerOnly =
                bundle.getFileSystem().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        return Channels.newOutputStream(new SyncedFile(FileChannel.open(bundle, options, ownerOnly), sync));
    }

    private void write(OutputStream file, RootKey rootKey) throws IOException {
        try (DataOutputStream content =
                new DataOutputStream(new SealedStream(rootKey).sealing(new BufferedOutputStream(file)))) {
            records.forEach("", record -> {
                if (!record.isReserved() && chosen.test(record.name())) {
                    export(record, content);
                }
            });
            BundleEntry.writeEnd(content);
        }
    }

    private void export(StoredSecret found, DataOutputStream content) {
        StoredSecret record = found;
        for (int attempt = 1; ; attempt++) {
            try {
                exportOnce(record, content);
                return;
            } catch (DecryptionFailureException closed) {
                Optional<StoredSecret> again = records.find(record.name());
                if (again.isEmpty()) {
                    return;
                }
                if (attempt == MAX_ATTEMPTS || again.get().equals(record)) {
                    skipped.add(new Unreadable(record.name(), Optional.empty(), reasons.of(records.useOf(record))));
                    return;
                }
                record = again.get();
            }
        }
    }

    private void exportOnce(StoredSecret record, DataOutputStream content) {
        Secret secret = records.open(record);
        if (secret.isGone(now)) {
            return;
        }
        try (BundleEntry entry = new BundleEntry(secret)) {
            openValues(entry, records.valuesByVersion(record));
            new Administration("ExportSecret", Optional.of(records.arn(secret)), Map.of()).perform(engine, () -> {
                try {
                    entry.write(content);
                } catch (IOException failure) {
                    throw new UncheckedIOException("The bundle can't be written", failure);
                }
                return entry;
            });
            exported.add(record.name());
        }
    }

    /** What was opened before one that does not open is overwritten with the entry. */
    private void openValues(BundleEntry entry, Map<String, SealedBytes> sealed) {
        for (SecretVersion version : entry.secret().versions().all()) {
            if (version.value().isPresent()) {
                SealedBytes bytes = Optional.ofNullable(sealed.get(version.id()))
                        .orElseThrow(() -> new DecryptionFailureException("A value is missing"));
                entry.add(version.id(), records.open(entry.secret(), version, bytes));
            }
        }
    }
}
