package dev.secrets.cli.admin;

import dev.secrets.cli.shell.ExitCode;
import dev.secrets.cli.shell.Setting;
import dev.secrets.cli.shell.Settings;
import dev.secrets.cli.shell.Shell;
import dev.secrets.cli.store.NewStore;
import dev.secrets.cli.store.StoreCommand;
import dev.secrets.cli.store.StoreLocation;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;

/** Makes a store. */
@Command(
        name = "init",
        description = "Makes a new store, and a new root key file unless there is one or a passphrase is used.")
public final class InitCommand extends StoreCommand {
    /** Makes the command. */
    public InitCommand(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        Settings settings = settings();
        StoreLocation location = StoreLocation.of(settings.require(Setting.STORE));
        boolean newKeyFile = settings.get(Setting.PASSPHRASE_FILE).isEmpty()
                && !Files.exists(Path.of(settings.require(Setting.ROOT_KEY_FILE)));
        NewStore.create(location, settings, shell());
        shell().print("Made a store: " + location);
        settings.get(Setting.ROOT_KEY_FILE).ifPresent(file -> tellAboutKeyFile(file, newKeyFile));
        settings.get(Setting.PASSPHRASE_FILE).ifPresent(this::tellAboutPassphrase);
        return ExitCode.SUCCESS;
    }

    private void tellAboutKeyFile(String file, boolean isNew) {
        shell().print((isNew ? "Made its root key: " : "Its root key: ") + file);
        shell().print(
                        "Keep a copy of the key file in another place, not beside the store: without it nothing opens, and");
        shell().print("whoever has both can read everything.");
        tellSettings(Setting.ROOT_KEY_FILE, file);
    }

    private void tellAboutPassphrase(String file) {
        shell().print("Its root key is the passphrase. Without it nothing opens; nobody can recover it.");
        tellSettings(Setting.PASSPHRASE_FILE, file);
    }

    private void tellSettings(Setting key, String value) {
        shell().print("From now on:");
        shell().print("  export " + Setting.STORE.variable() + "=" + settings().require(Setting.STORE));
        shell().print("  export " + key.variable() + "=" + value);
    }
}
