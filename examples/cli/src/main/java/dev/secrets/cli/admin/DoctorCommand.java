package dev.secrets.cli.admin;

import dev.secrets.cli.shell.CommandWords;
import dev.secrets.cli.shell.ConfigurationException;
import dev.secrets.cli.shell.ExitCode;
import dev.secrets.cli.shell.Setting;
import dev.secrets.cli.shell.Settings;
import dev.secrets.cli.shell.Shell;
import dev.secrets.cli.store.OpenStore;
import dev.secrets.cli.store.RootKeys;
import dev.secrets.cli.store.StoreCommand;
import dev.secrets.cli.store.StoreLocation;
import dev.secrets.keys.TinkKeyManager;
import dev.secrets.model.RootKey;
import dev.secrets.model.RootKeyException;
import dev.secrets.policy.DirectoryIdentityPolicies;
import dev.secrets.store.SecretStore;
import dev.secrets.store.StoreException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Goes through everything that a command needs and says what is wrong with it and what to do. */
@Command(
        name = "doctor",
        description =
                "Looks at the settings, the root key, the store, the policies and the audit trail, and says what is wrong"
                        + " and what to do. Exits with 1 if something is.")
public final class DoctorCommand extends StoreCommand {
    private boolean well = true;

    /** Makes the command. */
    public DoctorCommand(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        Settings settings = settings();
        for (Setting setting : Setting.values()) {
            settings.get(setting).ifPresent(value -> shell().print("set:  " + setting.key() + shown(setting, value)));
        }
        look("root key", () -> lookAtRootKey(settings));
        look("store", () -> lookAtStore(settings));
        look("policies", () -> lookAtPolicies(settings));
        look("audit trail", () -> lookAtAudit(settings));
        return well ? ExitCode.SUCCESS : ExitCode.FINDINGS;
    }

    /** The URL of a database may have a password in it. */
    private static String shown(Setting setting, String value) {
        return setting == Setting.STORE && value.startsWith("jdbc:") ? " = jdbc:..." : " = " + value;
    }

    /** What is looked at: says what it is like, or throws what is wrong. */
    private interface Look {
        String at();
    }

    private void look(String what, Look look) {
        try {
            shell().print("ok:   " + what + ": " + look.at());
        } catch (ConfigurationException | RootKeyException | StoreException | UncheckedIOException problem) {
            well = false;
            shell().print("BAD:  " + what + ": " + CommandWords.of(String.valueOf(problem.getMessage())));
        }
    }

    private String lookAtRootKey(Settings settings) {
        return isInMemory(settings)
                ? "none is needed for memory:"
                : RootKeys.of(settings, shell()).id();
    }

    private static boolean isInMemory(Settings settings) {
        return settings.get(Setting.STORE).filter(StoreLocation.MEMORY::equals).isPresent();
    }

    private String lookAtStore(Settings settings) {
        StoreLocation location = StoreLocation.of(settings.require(Setting.STORE));
        if (location instanceof StoreLocation.Memory) {
            return "it ends with each command; that is for tests and for serve";
        }
        RootKey rootKey = RootKeys.of(settings, shell());
        try (SecretStore store = OpenStore.openExisting(location, rootKey);
                TinkKeyManager keys = new TinkKeyManager(store, rootKey)) {
            return "opens, and its keys are " + keys.auditMac().keyId()
                    + severalRootKeys(keys.managedKeys().rootKeyIds());
        }
    }

    /** Several are right where each was meant to open the store, and left over where a change stopped half-way. */
    private static String severalRootKeys(List<String> ids) {
        return ids.size() == 1
                ? ""
                : "; " + ids.size() + " root keys open it: " + String.join(", ", ids)
                        + "; if a change of the root key was interrupted, run change-root-key again as before";
    }

    private static String lookAtPolicies(Settings settings) {
        Optional<String> directory = settings.get(Setting.POLICIES);
        if (directory.isEmpty()) {
            return "none are set; callers of the endpoint may do what resource policies allow, and account root users all";
        }
        var problems = new DirectoryIdentityPolicies(Path.of(directory.get())).problems();
        if (!problems.isEmpty()) {
            throw new ConfigurationException(
                    "some are not read, so their principals are denied everything: " + problems);
        }
        return "all are read";
    }

    private static String lookAtAudit(Settings settings) {
        Optional<String> directory = settings.get(Setting.AUDIT);
        if (directory.isEmpty()) {
            return "none is set; nothing is recorded";
        }
        if (!Files.isWritable(Path.of(directory.get()))) {
            throw new ConfigurationException("the directory " + directory.get() + " can't be written");
        }
        return "can be written; to check it: secrets audit verify";
    }
}
