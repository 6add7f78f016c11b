package dev.secrets.cli.admin;

import dev.secrets.AuditedStoreEvents;
import dev.secrets.cli.shell.ConfigurationException;
import dev.secrets.cli.shell.ExitCode;
import dev.secrets.cli.shell.Setting;
import dev.secrets.cli.shell.Shell;
import dev.secrets.cli.store.OpenStore;
import dev.secrets.cli.store.RootKeys;
import dev.secrets.cli.store.StoreCommand;
import dev.secrets.cli.store.StoreLocation;
import dev.secrets.keys.KeyManager;
import dev.secrets.model.RootKey;
import dev.secrets.store.SecretStore;
import dev.secrets.store.file.FileSecretStore;
import dev.secrets.store.file.FileStoreOptions;
import dev.secrets.store.file.Salvage;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Commands that a file store alone has: a backup while it is in use, and saving what is left of a damaged one. */
public final class FileStoreCommands {
    private FileStoreCommands() {}

    /** Returns them by name; each is made when it is asked for. */
    public static Map<String, Supplier<StoreCommand>> all(Shell shell) {
        return Map.of(
                "backup", () -> new Backup(shell),
                "open-restored", () -> new OpenRestored(shell),
                "salvage", () -> new SalvageDamaged(shell));
    }

    private abstract static class FileStoreCommand extends StoreCommand {
        FileStoreCommand(Shell shell) {
            super(shell);
        }

        Path directory() {
            StoreLocation location = StoreLocation.of(settings().require(Setting.STORE));
            if (location instanceof StoreLocation.Directory directory) {
                return directory.path();
            }
            throw new ConfigurationException("Only a store file:DIRECTORY has this; for others use copy-store, or the"
                    + " database's own means");
        }

        RootKey rootKey() {
            return RootKeys.of(settings(), shell());
        }
    }

    @Command(
            name = "backup",
            description =
                    "Makes a consistent copy of a file store while it is in use. The copy opens with the same root key.")
    private static final class Backup extends FileStoreCommand {
        @Option(
                names = "--to",
                required = true,
                paramLabel = "DIRECTORY",
                description = "Where to: a directory that is empty or does not exist.")
        private Path target = Path.of("");

        Backup(Shell shell) {
            super(shell);
        }

        @Override
        public Integer call() {
            Path source = directory();
            try (OpenStore open = open()) {
                open.secrets().audited("BackupStore", Map.of("to", target.toString()), () -> backUp(open.store()));
            }
            shell().print("Copied " + source + " to " + target);
            return ExitCode.SUCCESS;
        }

        private Path backUp(SecretStore store) {
            ((FileSecretStore) store).backup(target); // the one of the directory
            return target;
        }
    }

    @Command(
            name = "open-restored",
            description =
                    "Makes a store again of a copy of a file store that is refused because it is incomplete. What is there is"
                            + " taken as it is, and whatever was written later is lost. The audit trail records it.")
    private static final class OpenRestored extends FileStoreCommand {
        OpenRestored(Shell shell) {
            super(shell);
        }

        @Override
        public Integer call() {
            AuditedStoreEvents noticed = new AuditedStoreEvents();
            FileStoreOptions options = FileStoreOptions.defaults().listener(noticed);
            FileSecretStore.openRestored(directory(), rootKey(), options).close();
            try (OpenStore open = OpenStore.open(settings(), shell())) {
                noticed.attachTo(open.audit());
            }
            shell().print("The copy in " + directory() + " is a store of its own from now on. To see what it holds:"
                    + " secrets list-secrets; to compare it with a manifest: secrets verify");
            return ExitCode.SUCCESS;
        }
    }

    @Command(
            name = "salvage",
            description =
                    "Saves what is intact of a damaged file store into an empty store, and says what is not. The damaged one"
                            + " is only read. What is saved may be out of date. Exits with 1 if there is damage.")
    private static final class SalvageDamaged extends FileStoreCommand {
        @Option(
                names = "--to",
                paramLabel = "URL",
                description = "The store to fill; without it, say only what there is.")
        private String target = "";

        SalvageDamaged(Shell shell) {
            super(shell);
        }

        @Override
        public Integer call() {
            RootKey rootKey = rootKey();
            try (Salvage salvage = FileSecretStore.salvage(directory(), rootKey, FileStoreOptions.defaults())) {
                report(salvage.report());
                if (!target.isEmpty()) {
                    copy(salvage, rootKey);
                }
                return salvage.report().damages().isEmpty() ? ExitCode.SUCCESS : ExitCode.FINDINGS;
            }
        }

        private void report(Salvage.Report report) {
            shell().print(report.intactRecords() + " records are intact, of "
                    + report.secrets().size() + " secrets");
            report.damages()
                    .forEach(damage -> shell().print("Damaged: " + damage.file() + ", " + damage.length()
                            + " bytes from byte " + damage.at()));
            report.secrets().stream()
                    .filter(secret -> !secret.currentValueIntact())
                    .forEach(secret -> shell().print("Without its current value: " + secret.name()));
            if (report.secrets().stream().noneMatch(secret -> secret.name().equals(KeyManager.KEY_RING))) {
                shell().print("The key ring is lost, and without it no value opens: go back to a backup");
            }
        }

        private void copy(Salvage salvage, RootKey rootKey) {
            try (SecretStore store = OpenStore.openOrCreate(StoreLocation.of(target), rootKey)) {
                shell().print("Saved " + salvage.copyTo(store) + " records to " + StoreLocation.of(target));
            }
        }
    }
}
