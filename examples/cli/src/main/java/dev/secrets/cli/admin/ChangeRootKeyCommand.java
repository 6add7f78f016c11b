package dev.secrets.cli.admin;

import dev.secrets.cli.shell.ExitCode;
import dev.secrets.cli.shell.Shell;
import dev.secrets.cli.shell.UsageException;
import dev.secrets.cli.store.OpenStore;
import dev.secrets.cli.store.RootKeys;
import dev.secrets.cli.store.StoreCommand;
import dev.secrets.model.RootKey;
import dev.secrets.model.RootKeyException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Changes the root key of a store. */
@Command(
        name = "change-root-key",
        description =
                "Changes the root key of the store from the one that is set to a new one. At every moment one of the two opens"
                        + " everything; interrupted, run it again as before. Processes that use the"
                        + " store must be started anew with the new key.")
public final class ChangeRootKeyCommand extends StoreCommand {
    @Option(
            names = "--new-root-key-file",
            paramLabel = "FILE",
            description = "The file with the new root key; made if there is none.")
    private @Nullable Path newKeyFile;

    @Option(
            names = "--new-passphrase-file",
            paramLabel = "FILE",
            description = "The file with the passphrase that is the new root key; - asks for it.")
    private @Nullable String newPassphraseFile;

    /** Makes the command. */
    public ChangeRootKeyCommand(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        OtherRootKey named =
                new OtherRootKey("new", Optional.ofNullable(newKeyFile), Optional.ofNullable(newPassphraseFile));
        RootKey from = RootKeys.of(settings(), shell());
        try {
            change(from, named);
        } finally {
            RootKeys.close(from);
        }
        return ExitCode.SUCCESS;
    }

    private void change(RootKey from, OtherRootKey named) {
        Optional<RootKey> there = named.openIfThere(shell());
        if (newKeyFile != null && there.map(RootKey::id).equals(Optional.of(from.id()))) {
            throw new UsageException(
                    "--new-root-key-file holds the root key that is set already; name a file that is not there to"
                            + " have a new one made");
        }
        try (OpenStore store = openByEither(from, there)) {
            RootKey to = there.orElseGet(() -> named.openOrCreate(shell()));
            store.secrets().keys().changeRootKey(from, to);
            shell().print("The root key of the store is " + to.id() + " from now on.");
            shell().print("Copies and backups from before still open with the old one.");
        }
    }

    /** A change that was interrupted may have come so far that only the new key opens the store. */
    private OpenStore openByEither(RootKey from, Optional<RootKey> to) {
        try {
            return OpenStore.open(settings(), from);
        } catch (RootKeyException refused) {
            return openByNew(to.orElseThrow(() -> refused), refused);
        }
    }

    private OpenStore openByNew(RootKey to, RootKeyException oldRefused) {
        try {
            return OpenStore.open(settings(), to);
        } catch (RootKeyException alsoRefused) {
            oldRefused.addSuppressed(alsoRefused);
            throw oldRefused;
        }
    }
}
