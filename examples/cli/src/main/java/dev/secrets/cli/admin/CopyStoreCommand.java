package dev.secrets.cli.admin;

import dev.secrets.cli.shell.ConfigurationException;
import dev.secrets.cli.shell.ExitCode;
import dev.secrets.cli.shell.Shell;
import dev.secrets.cli.store.OpenStore;
import dev.secrets.cli.store.RootKeys;
import dev.secrets.cli.store.StoreCommand;
import dev.secrets.cli.store.StoreLocation;
import dev.secrets.keys.TinkKeyManager;
import dev.secrets.model.RootKey;
import dev.secrets.store.SecretChange;
import dev.secrets.store.SecretStore;
import dev.secrets.store.StoredSecret;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Copies a store, record by record and sealed as it is, to another backend or place. */
@Command(
        name = "copy-store",
        description =
                "Copies all secrets with their versions, keys and access keys into an empty store, which opens with the same"
                        + " root key. Nobody should write meanwhile: what is changed may be copied or not.")
public final class CopyStoreCommand extends StoreCommand {
    private static final int PAGE = 200;

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
        RootKey rootKey = RootKeys.of(settings(), shell());
        try (SecretStore source = OpenStore.openExisting(StoreLocation.of(from), rootKey);
                TinkKeyManager proof = new TinkKeyManager(source, rootKey);
                SecretStore target = OpenStore.openOrCreate(StoreLocation.of(to), rootKey)) {
            proof.auditMac(); // the root key is the right one, or the line before would have refused
            requireEmpty(target);
            long total = count(source);
            ProgressBar bar = new ProgressBar(shell(), total);
            forEach(source, record -> {
                target.commit(new SecretChange.Create(record, source.values(record.name(), record.secretUid())));
                bar.step();
            });
            shell().print("Copied " + total + " records from " + StoreLocation.of(from) + " to "
                    + StoreLocation.of(to));
        }
        return ExitCode.SUCCESS;
    }

    private static void requireEmpty(SecretStore target) {
        if (!target.page("", 1).isEmpty()) {
            throw new ConfigurationException(
                    "There are secrets in the store to fill already; a copy goes into an empty one");
        }
    }

    private static long count(SecretStore store) {
        long[] count = {0};
        forEach(store, record -> count[0]++);
        return count[0];
    }

    private static void forEach(SecretStore store, Consumer<StoredSecret> consumer) {
        String next = "";
        List<StoredSecret> page;
        do {
            page = store.page(next, PAGE);
            page.forEach(consumer);
            next = page.isEmpty() ? next : page.get(page.size() - 1).name() + '\0';
        } while (page.size() == PAGE);
    }
}
