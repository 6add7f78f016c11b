package dev.secrets.cli.admin;

import dev.secrets.AccessKey;
import dev.secrets.AccessKeys;
import dev.secrets.NewAccessKey;
import dev.secrets.cli.shell.Shell;
import dev.secrets.cli.shell.UsageException;
import dev.secrets.cli.store.OpenStore;
import dev.secrets.cli.store.StoreCommand;
import dev.secrets.model.CallerIdentity;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Access keys for the endpoint: create, list, disable, enable, delete. Each prints its answer as an operation does. */
public final class AccessKeyCommands {
    private AccessKeyCommands() {}

    /** Returns them by name; each is made when it is asked for. */
    public static Map<String, Supplier<StoreCommand>> all(Shell shell) {
        return Map.of(
                "create-access-key", () -> new Create(shell),
                "list-access-keys", () -> new ListAll(shell),
                "disable-access-key", () -> new Disable(shell),
                "enable-access-key", () -> new Enable(shell),
                "delete-access-key", () -> new Delete(shell));
    }

    private static Map<String, Object> members(AccessKey key) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("AccessKeyId", key.id());
        members.put("Principal", key.caller().arn());
        if (!key.caller().tags().isEmpty()) {
            members.put("PrincipalTags", key.caller().tags());
        }
        members.put("Status", key.enabled() ? "Active" : "Inactive");
        members.put("CreateDate", key.createdDate().toString());
        return members;
    }

    @Command(
            name = "create-access-key",
            description =
                    "Makes a pair of keys with which a principal signs requests to the endpoint. The secret one is shown"
                            + " once and can't be shown again.")
    private static final class Create extends AnswerCommand {
        @Option(
                names = "--principal",
                required = true,
                paramLabel = "ARN",
                description = "Who calls with it: the ARN of a user, a role, a session or the account's root user.")
        private String principal = "";

        @Option(
                names = "--principal-tags",
                arity = "1..*",
                paramLabel = "KEY=VALUE",
                description = "Tags of the principal, which policies can ask for as aws:PrincipalTag/KEY.")
        private Map<String, String> tags = new LinkedHashMap<>();

        Create(Shell shell) {
            super(shell, "AccessKeys");
        }

        @Override
        Object answer(OpenStore store) {
            NewAccessKey made = store.secrets().accessKeys().create(caller());
            Map<String, Object> members = members(made.key());
            try (var secret = made.secret()) {
                members.put("SecretAccessKey", new String(secret.reveal(), StandardCharsets.US_ASCII));
            }
            return Map.of("AccessKey", members);
        }

        private CallerIdentity caller() {
            try {
                return CallerIdentity.of(principal).tags(tags);
            } catch (IllegalArgumentException refused) {
                throw new UsageException(String.valueOf(refused.getMessage()));
            }
        }
    }

    @Command(name = "list-access-keys", description = "Lists the access keys, without their secret parts.")
    private static final class ListAll extends AnswerCommand {
        ListAll(Shell shell) {
            super(shell, "AccessKeys");
        }

        @Override
        Object answer(OpenStore store) {
            return Map.of(
                    "AccessKeys",
                    store.secrets().accessKeys().list().stream()
                            .map(AccessKeyCommands::members)
                            .toList());
        }
    }

    private abstract static class Change extends AnswerCommand {
        @Option(
                names = "--access-key-id",
                required = true,
                paramLabel = "ID",
                description = "The key, such as AKIAIOSFODNN7EXAMPLE.")
        private String id = "";

        private final BiConsumer<AccessKeys, String> change;

        Change(Shell shell, BiConsumer<AccessKeys, String> change) {
            super(shell, "AccessKeys");
            this.change = change;
        }

        @Override
        Object answer(OpenStore store) {
            change.accept(store.secrets().accessKeys(), id);
            return Map.of();
        }
    }

    @Command(name = "disable-access-key", description = "Has an access key refused until it is enabled again.")
    private static final class Disable extends Change {
        Disable(Shell shell) {
            super(shell, AccessKeys::disable);
        }
    }

    @Command(name = "enable-access-key", description = "Has an access key accepted again.")
    private static final class Enable extends Change {
        Enable(Shell shell) {
            super(shell, AccessKeys::enable);
        }
    }

    @Command(name = "delete-access-key", description = "Deletes an access key for good.")
    private static final class Delete extends Change {
        Delete(Shell shell) {
            super(shell, AccessKeys::delete);
        }
    }
}
