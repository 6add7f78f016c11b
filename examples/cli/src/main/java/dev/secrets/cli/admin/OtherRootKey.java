package dev.secrets.cli.admin;

import dev.secrets.cli.shell.Shell;
import dev.secrets.cli.shell.UsageException;
import dev.secrets.cli.store.RootKeys;
import dev.secrets.model.RootKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A root key besides that of the store, which a command takes by two options of which one is given. */
final class OtherRootKey {
    private final Optional<Path> keyFile;
    private final Optional<String> passphraseFile;

    /** @throws UsageException if none or both are given */
    OtherRootKey(String name, Optional<Path> keyFile, Optional<String> passphraseFile) {
        if (keyFile.isPresent() == passphraseFile.isPresent()) {
            throw new UsageException(
                    "one of --" + name + "-root-key-file and --" + name + "-passphrase-file is required");
        }
        this.keyFile = keyFile;
        this.passphraseFile = passphraseFile;
    }

    RootKey open(Shell shell) {
        return keyFile.<RootKey>map(RootKeys::open).orElseGet(() -> ofPassphrase(shell));
    }

    /** Opens the key, unless its file is still to be made. */
    Optional<RootKey> openIfThere(Shell shell) {
        return keyFile.filter(Files::notExists).isPresent() ? Optional.empty() : Optional.of(open(shell));
    }

    /** Opens the key, and makes its file if there is none. */
    RootKey openOrCreate(Shell shell) {
        return keyFile.<RootKey>map(RootKeys::openOrCreate).orElseGet(() -> ofPassphrase(shell));
    }

    private RootKey ofPassphrase(Shell shell) {
        return RootKeys.ofPassphrase(passphraseFile.orElseThrow(), shell);
    }
}
