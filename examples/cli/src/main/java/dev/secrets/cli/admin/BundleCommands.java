package dev.secrets.cli.admin;

import dev.secrets.cli.shell.ConfigurationException;
import dev.secrets.cli.shell.ExitCode;
import dev.secrets.cli.shell.Shell;
import dev.secrets.cli.store.OpenStore;
import dev.secrets.cli.store.StoreCommand;
import dev.secrets.maintenance.BundleReport;
import dev.secrets.maintenance.ExistingSecrets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Secrets on their way to another store, or into a safe, in a file that a root key of its own opens. */
public final class BundleCommands {
    private BundleCommands() {}

    /** Returns them by name; each is made when it is asked for. */
    public static Map<String, Supplier<StoreCommand>> all(Shell shell) {
        return Map.of("export-bundle", () -> new Export(shell), "import-bundle", () -> new Import(shell));
    }

    private abstract static class BundleCommand extends StoreCommand {
        @Option(
                names = "--bundle-root-key-file",
                paramLabel = "FILE",
                description = "The file with the root key of the bundle; export-bundle makes it if there is none.")
        private @Nullable Path keyFile;

        @Option(
                names = "--bundle-passphrase-file",
                paramLabel = "FILE",
                description = "The file with the passphrase that is the root key of the bundle; - asks for it.")
        private @Nullable String passphraseFile;

        BundleCommand(Shell shell) {
            super(shell);
        }

        OtherRootKey rootKey() {
            return new OtherRootKey("bundle", Optional.ofNullable(keyFile), Optional.ofNullable(passphraseFile));
        }

        void report(String done, String leftOut, BundleReport report) {
            shell().print(done + " " + report.secrets().size() + " secrets");
            report.skipped().forEach(secret -> shell().print(leftOut + ": " + secret));
        }
    }

    @Command(
            name = "export-bundle",
            description =
                    "Writes secrets with all their versions, as they are, into a file that a root key of its own opens. Exits with"
                            + " 1 if some do not open and are left out.")
    private static final class Export extends BundleCommand {
        @Option(names = "--to", required = true, paramLabel = "FILE", description = "The bundle: a new file.")
        private Path bundle = Path.of("");

        @Option(
                names = "--name-prefix",
                paramLabel = "TEXT",
                description = "Only secrets whose names begin so; all without it.")
        private String prefix = "";

        Export(Shell shell) {
            super(shell);
        }

        @Override
        public Integer call() {
            OtherRootKey rootKey = rootKey();
            try (OpenStore store = open()) {
                BundleReport report = store.secrets()
                        .exportBundle(name -> name.startsWith(prefix), bundle, rootKey.openOrCreate(shell()));
                report("Wrote", "Left out", report);
                return report.skipped().isEmpty() ? ExitCode.SUCCESS : ExitCode.FINDINGS;
            }
        }
    }

    @Command(
            name = "import-bundle",
            description =
                    "Puts the secrets of a bundle into the store, as they were. A bundle that is damaged is refused before anything"
                            + " is written. Interrupted, it is run again with --existing SKIP or REPLACE.")
    private static final class Import extends BundleCommand {
        @Option(names = "--from", required = true, paramLabel = "FILE", description = "The bundle.")
        private Path bundle = Path.of("");

        @Option(
                names = "--existing",
                paramLabel = "WHAT",
                description =
                        "What to do about names that the store has: REFUSE all, which is usual; SKIP or REPLACE them.")
        private ExistingSecrets existing = ExistingSecrets.REFUSE;

        Import(Shell shell) {
            super(shell);
        }

        @Override
        public Integer call() {
            OtherRootKey rootKey = rootKey();
            if (!Files.isReadable(bundle)) {
                throw new ConfigurationException("There is no bundle " + bundle + " that can be read");
            }
            if (!Files.isRegularFile(bundle)) {
                throw new ConfigurationException("The bundle " + bundle + " is no regular file; write what comes from a"
                        + " pipe into a file first, since a bundle is checked as a whole before it is imported");
            }
            try (OpenStore store = open()) {
                report("Imported", "Skipped", store.secrets().importBundle(bundle, rootKey.open(shell()), existing));
            }
            return ExitCode.SUCCESS;
        }
    }
}
