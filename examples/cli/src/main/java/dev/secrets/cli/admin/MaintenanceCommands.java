package dev.secrets.cli.admin;

import dev.secrets.cli.shell.ExitCode;
import dev.secrets.cli.shell.Setting;
import dev.secrets.cli.shell.Shell;
import dev.secrets.cli.shell.UsageException;
import dev.secrets.cli.store.OpenStore;
import dev.secrets.cli.store.StoreCommand;
import dev.secrets.maintenance.Checkpoint;
import dev.secrets.maintenance.ReencryptionOptions;
import dev.secrets.maintenance.ReencryptionProgress;
import dev.secrets.maintenance.ReencryptionReport;
import dev.secrets.maintenance.VerificationOptions;
import dev.secrets.maintenance.VerificationReport;
import dev.secrets.store.SecretStore;
import dev.secrets.store.SecretStores;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Work that goes through the whole store: moving all to the newest keys, verifying, writing down what there is. */
public final class MaintenanceCommands {
    private MaintenanceCommands() {}

    /** Returns them by name; each is made when it is asked for. */
    public static Map<String, Supplier<StoreCommand>> all(Shell shell) {
        return Map.of(
                "reencrypt", () -> new Reencrypt(shell),
                "verify", () -> new Verify(shell),
                "checkpoint", () -> new WriteCheckpoint(shell));
    }

    @Command(
            name = "reencrypt",
            description =
                    "Moves everything to the newest material of its key, while the store is in use. Interrupted, it is run"
                            + " again. Prints a report; exits with 1 if something could not be read.")
    private static final class Reencrypt extends StoreCommand {
        @Option(names = "--source-key-id", paramLabel = "ID", description = "Only what is under this key.")
        private @Nullable String source;

        @Option(names = "--destination-key-id", paramLabel = "ID", description = "To this key, instead of its own.")
        private @Nullable String destination;

        @Option(names = "--start-after", paramLabel = "NAME", description = "Goes on behind this secret.")
        private String startAfter = "";

        @Option(names = "--batch-size", paramLabel = "N", description = "After how many secrets progress is told; 100.")
        private int batchSize = 100;

        Reencrypt(Shell shell) {
            super(shell);
        }

        @Override
        public Integer call() {
            ReencryptionOptions options = options();
            try (OpenStore store = open()) {
                ReencryptionReport report = store.secrets().reencrypt(options, progress(store.store()));
                shell().print(report.toJson());
                return report.unreadable().isEmpty() ? ExitCode.SUCCESS : ExitCode.FINDINGS;
            }
        }

        private ReencryptionOptions options() {
            if (destination != null && source == null) {
                throw new UsageException("--destination-key-id needs --source-key-id");
            }
            if (batchSize < 1) {
                throw new UsageException("--batch-size must be at least 1");
            }
            ReencryptionOptions options =
                    ReencryptionOptions.defaults().startAfter(startAfter).batchSize(batchSize);
            ReencryptionOptions from = source == null ? options : options.sourceKeyId(source);
            return destination == null ? from : from.destinationKeyId(destination);
        }

        /** What comes meanwhile is not counted, so the bar may be full before the end. */
        private Consumer<ReencryptionProgress> progress(SecretStore store) {
            if (shell().terminal().isEmpty()) {
                return progress -> {};
            }
            AtomicLong total = new AtomicLong();
            SecretStores.forEach(store, startAfter, record -> total.incrementAndGet());
            ProgressBar bar = new ProgressBar(shell());
            return progress -> bar.show(Math.min(progress.records(), total.get()), total.get());
        }
    }

    @Command(
            name = "verify",
            description =
                    "Looks whether everything in the store opens, belongs where it is and makes sense. Changes nothing. Prints a"
                            + " report; exits with 1 if something is wrong.")
    private static final class Verify extends StoreCommand {
        @Option(
                names = "--checkpoint",
                paramLabel = "FILE",
                description =
                        "Compares the store with what checkpoint wrote: what was put back or hidden since is found.")
        private @Nullable Path checkpoint;

        @Option(
                names = "--audit-journal",
                paramLabel = "DIRECTORY",
                description = "Verifies this audit journal too; that of --audit if not set.")
        private @Nullable Path journal;

        Verify(Shell shell) {
            super(shell);
        }

        @Override
        public Integer call() {
            try (OpenStore store = open()) {
                VerificationReport report = store.secrets().verify(options());
                shell().print(report.toJson());
                return report.isClean() ? ExitCode.SUCCESS : ExitCode.FINDINGS;
            }
        }

        private VerificationOptions options() {
            VerificationOptions options = VerificationOptions.defaults();
            VerificationOptions compared = checkpoint == null ? options : options.checkpoint(checkpoint);
            return Optional.ofNullable(journal)
                    .or(() -> settings().get(Setting.AUDIT).map(Path::of))
                    .map(compared::auditJournal)
                    .orElse(compared);
        }
    }

    @Command(
            name = "checkpoint",
            description =
                    "Writes down which secrets there are and at which revision, for verify. Keep the file where nobody who can"
                            + " write to the store can reach it.")
    private static final class WriteCheckpoint extends StoreCommand {
        @Option(names = "--to", required = true, paramLabel = "FILE", description = "Where; replaced if it is there.")
        private Path manifest = Path.of("");

        WriteCheckpoint(Shell shell) {
            super(shell);
        }

        @Override
        public Integer call() {
            try (OpenStore store = open()) {
                Checkpoint written = store.secrets().checkpoint(manifest);
                shell().print("Wrote down " + written.records() + " records as of " + written.time());
            }
            return ExitCode.SUCCESS;
        }
    }
}
