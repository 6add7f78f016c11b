package dev.secrets.cli.admin;

import dev.secrets.KeyAdministration;
import dev.secrets.cli.shell.Shell;
import dev.secrets.cli.store.OpenStore;
import dev.secrets.cli.store.StoreCommand;
import dev.secrets.keys.KeyMetadata;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The administration of keys, named as in AWS KMS where it has them. */
public final class KeyCommands {
    private KeyCommands() {}

    /** Returns them by name; each is made when it is asked for. */
    public static Map<String, Supplier<StoreCommand>> all(Shell shell) {
        Map<String, Supplier<StoreCommand>> all = new TreeMap<>();
        all.put("list-keys", () -> new ListKeys(shell));
        all.put("create-key", () -> new Create(shell));
        all.put("schedule-key-deletion", () -> new ScheduleDeletion(shell));
        addChanges(shell, all);
        addDestructions(shell, all);
        return all;
    }

    private static void addChanges(Shell shell, Map<String, Supplier<StoreCommand>> all) {
        change(shell, all, "describe-key", "Shows a key.", KeyAdministration::describeKey);
        change(
                shell,
                all,
                "rotate-key",
                "Gives a key new material, which seals from now on. What is under former material opens until reencrypt has moved"
                        + " it and destroy-former-materials has ended it.",
                KeyAdministration::rotateKey);
        change(
                shell,
                all,
                "retire-key",
                "Has a key seal nothing new. What is under it opens, and can be moved by reencrypt. enable-key undoes it.",
                KeyAdministration::retireKey);
        change(
                shell,
                all,
                "disable-key",
                "Has a key neither seal nor open anything. enable-key undoes it.",
                KeyAdministration::disableKey);
        change(
                shell,
                all,
                "enable-key",
                "Takes a retired or disabled key into use again.",
                KeyAdministration::enableKey);
        change(
                shell,
                all,
                "cancel-key-deletion",
                "Takes back the deletion of a key, which is disabled then.",
                KeyAdministration::cancelKeyDeletion);
    }

    private static void change(
            Shell shell,
            Map<String, Supplier<StoreCommand>> all,
            String name,
            String description,
            BiFunction<KeyAdministration, String, KeyMetadata> change) {
        all.put(
                name,
                () -> KeyCommand.of(
                        shell, name, description, (keys, id) -> KeyAnswers.metadata(change.apply(keys, id))));
    }

    private static void addDestructions(Shell shell, Map<String, Supplier<StoreCommand>> all) {
        all.put(
                "destroy-key",
                () -> KeyCommand.of(
                        shell,
                        "destroy-key",
                        "Destroys a key that was retired or disabled, or is past its deletion date, if nothing is under it.",
                        (keys, id) -> KeyAnswers.destruction(keys.destroyKey(id))));
        all.put(
                "destroy-key-and-lose-what-is-under-it",
                () -> KeyCommand.of(
                        shell,
                        "destroy-key-and-lose-what-is-under-it",
                        "Destroys a key that is disabled or past its deletion date, and lists what never opens again.",
                        (keys, id) -> KeyAnswers.destruction(keys.destroyKeyAndLoseWhatIsUnderIt(id))));
        all.put(
                "destroy-former-materials",
                () -> KeyCommand.of(
                        shell,
                        "destroy-former-materials",
                        "Destroys the former materials of a rotated key that nothing is under any more.",
                        (keys, id) -> KeyAnswers.destruction(keys.destroyFormerMaterials(id))));
        all.put(
                "list-key-references",
                () -> KeyCommand.of(
                        shell,
                        "list-key-references",
                        "Lists the secrets and versions that are under a key, or whose new values are to be.",
                        (keys, id) -> Map.of("References", KeyAnswers.references(keys.references(id)))));
    }

    @Command(name = "list-keys", description = "Lists the keys of the store.")
    private static final class ListKeys extends AnswerCommand {
        ListKeys(Shell shell) {
            super(shell, "Keys");
        }

        @Override
        Object answer(OpenStore store) {
            return KeyAnswers.list(store.secrets().keys().listKeys());
        }
    }

    private static final class Create extends KeyCommand {
        @Option(names = "--description", paramLabel = "TEXT", description = "What it is for; not secret.")
        private String description = "";

        Create(Shell shell) {
            super(shell, "create-key", "Makes a key.");
        }

        @Override
        Object answer(KeyAdministration keys, String keyId) {
            return KeyAnswers.metadata(keys.createKey(keyId, description));
        }
    }

    private static final class ScheduleDeletion extends KeyCommand {
        @Option(
                names = "--pending-window-in-days",
                paramLabel = "DAYS",
                description = "When it may be destroyed: 7 to 30 days from now; 30 if not given.")
        private int days = 30;

        ScheduleDeletion(Shell shell) {
            super(
                    shell,
                    "schedule-key-deletion",
                    "Has a key do nothing from now on, so that it is noticed who needs it, and be destroyable later.");
        }

        @Override
        Object answer(KeyAdministration keys, String keyId) {
            return KeyAnswers.metadata(keys.scheduleKeyDeletion(keyId, days));
        }
    }
}
