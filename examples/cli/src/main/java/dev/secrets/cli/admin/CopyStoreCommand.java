package dev.secrets.cli.admin;

import dev.secrets.cli.shell.ConfigurationException;
import dev.secrets.cli.shell.ExitCode;
import dev.secrets.cli.shell.Shell;
import dev.secrets.cli.store.OpenStore;
import dev.secrets.cli.store.StoreCommand;
import dev.secrets.cli.store.StoreLocation;
import dev.secrets.store.SecretStore;
import dev.secrets.store.SecretStores;
import dev.secrets.store.StoreConflictException;
import dev.secrets.store.StoreCopyReport;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Copies a store, record by record and sealed as it is, to another backend or place. */
@Command(
        name = "copy-store",
        description =
                "Copies all secrets with their versions, keys and access keys into a store that is empty, or was filled by an"
                        + " earlier run, and opens with the same root key. Nobody may write to either meanwhile.")
public final class CopyStoreCommand extends StoreCommand {

    @Option(names = "--from", required = true, paramLabel = "URL", description = "The store to copy.")
    private String from = "";

    @Option(names = "--to", required = true, paramLabel = "URL", description = "The store to fill.")
    private String to = "";

    /** Makes the command. */
    public CopyStoreCommand(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        StoreLocation source = StoreLocation.of(from);
        StoreLocation target = StoreLocation.of(to);
        if (source instanceof StoreLocation.Memory) {
            throw new ConfigurationException("A store in memory ends with the command; there is nothing to copy");
        }
        try (OpenStore open = OpenStore.open(source, settings(), shell())) {
            Map<String, String> places = Map.of("from", source.toString(), "to", target.toString());
            StoreCopyReport report = open.secrets().audited("CopyStore", places, () -> copy(open, target));
            shell().print("Copied " + report.copied() + " records from " + source + " to " + target + "; "
                    + report.present() + " were there already");
        }
        return ExitCode.SUCCESS;
    }

    private StoreCopyReport copy(OpenStore source, StoreLocation to) {
        try (SecretStore target = OpenStore.openOrCreate(to, source.rootKey())) {
            return copy(source.store(), target);
        }
    }

    private StoreCopyReport copy(SecretStore source, SecretStore target) {
        try {
            return SecretStores.copy(source, target, new ProgressBar(shell())::show);
        } catch (StoreConflictException different) {
            throw new ConfigurationException(String.valueOf(different.getMessage()), different);
        }
    }
}
