package dev.secrets.cli.admin;

import dev.secrets.KeyAdministration;
import dev.secrets.cli.shell.Shell;
import dev.secrets.cli.store.OpenStore;
import java.util.function.BiFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** A command on one key, which prints its answer as an operation does. */
@Command
abstract class KeyCommand extends AnswerCommand {
    private final String name;
    private final String description;

    @Option(
            names = "--key-id",
            required = true,
            paramLabel = "ID",
            description = "The key as secrets name it, such as alias/app; aws/secretsmanager is the default key.")
    private String keyId = "";

    KeyCommand(Shell shell, String name, String description) {
        super(shell, name);
        this.name = name;
        this.description = description;
    }

    /** Returns a command that does one thing with a key. */
    static KeyCommand of(
            Shell shell, String name, String description, BiFunction<KeyAdministration, String, Object> work) {
        return new KeyCommand(shell, name, description) {
            @Override
            Object answer(KeyAdministration keys, String id) {
                return work.apply(keys, id);
            }
        };
    }

    abstract Object answer(KeyAdministration keys, String id);

    @Override
    public CommandSpec specification() {
        CommandSpec specification = super.specification().name(name);
        specification.usageMessage().description(description);
        return specification;
    }

    @Override
    Object answer(OpenStore store) {
        return answer(store.secrets().keys(), keyId);
    }
}
