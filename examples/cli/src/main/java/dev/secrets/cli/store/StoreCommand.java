package dev.secrets.cli.store;

import dev.secrets.cli.shell.SettingOptions;
import dev.secrets.cli.shell.Settings;
import dev.secrets.cli.shell.Shell;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** A command that takes the settings as options besides its own, which its class declares. */
public abstract class StoreCommand implements Callable<Integer> {
    private final Shell shell;

    @Spec
    private @Nullable CommandSpec command;

    /** Makes a command in a shell. */
    protected StoreCommand(Shell shell) {
        this.shell = shell;
    }

    /** Returns the command with its options. */
    public CommandSpec specification() {
        CommandSpec specification = CommandSpec.forAnnotatedObject(this);
        SettingOptions.addTo(specification);
        return specification;
    }

    /** Returns the shell. */
    protected Shell shell() {
        return shell;
    }

    /** Returns the command line as it was parsed. */
    protected ParseResult line() {
        return Objects.requireNonNull(command).commandLine().getParseResult();
    }

    /** Returns the settings of the command line. */
    protected Settings settings() {
        return SettingOptions.settings(line(), shell);
    }

    /** Opens the store that the settings name. */
    protected OpenStore open() {
        return OpenStore.open(settings(), shell);
    }
}
