package dev.secrets.cli.admin;

import dev.secrets.audit.AuditJournalReport;
import dev.secrets.audit.AuditJournalVerifier;
import dev.secrets.cli.shell.ConfigurationException;
import dev.secrets.cli.shell.ExitCode;
import dev.secrets.cli.shell.Setting;
import dev.secrets.cli.shell.Settings;
import dev.secrets.cli.shell.Shell;
import dev.secrets.cli.shell.UsageException;
import dev.secrets.cli.store.StoreCommand;
import dev.secrets.cli.store.StoreKeys;
import dev.secrets.model.ChainMac;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The commands about the audit trail. */
public final class AuditCommands {
    private AuditCommands() {}

    /** Returns {@code audit} with its commands. */
    public static CommandSpec specification(Shell shell) {
        CommandSpec audit = CommandSpec.create().name("audit");
        audit.usageMessage().description("Checks and shows the audit trail.");
        for (StoreCommand command : List.of(new Verify(shell), new Tail(shell))) {
            CommandSpec specification = command.specification();
            audit.addSubcommand(specification.name(), specification);
        }
        return audit;
    }

    private static Path trail(Settings settings) {
        Path directory = Path.of(settings.require(Setting.AUDIT));
        if (!Files.isDirectory(directory)) {
            throw new ConfigurationException("There is no audit trail in " + directory);
        }
        return directory;
    }

    @Command(
            name = "verify",
            description =
                    "Finds whatever was done to the audit trail that its writer did not do. Exits with 1 if something was.")
    private static final class Verify extends StoreCommand {
        @Option(
                names = "--starting-at",
                paramLabel = "NUMBER",
                description = "The first line that must be there, where older files were taken away; 1 if not set.")
        private long startingAt = 1;

        Verify(Shell shell) {
            super(shell);
        }

        @Override
        public Integer call() {
            Path directory = trail(settings());
            AuditJournalReport report;
            try (StoreKeys keys = StoreKeys.open(settings(), shell())) {
                report = verifier(keys.keys().auditMac()).verify(directory);
            }
            report.problems().forEach(problem -> shell().print(problem.toString()));
            shell().print(report.lines() + " lines are as they were written"
                    + report.last().map(last -> "; the last: " + last).orElse(""));
            shell().print(report.isIntact() ? "The audit trail is intact" : "The audit trail is NOT intact");
            return report.isIntact() ? ExitCode.SUCCESS : ExitCode.FINDINGS;
        }

        private AuditJournalVerifier verifier(ChainMac mac) {
            try {
                return new AuditJournalVerifier(mac).startingAt(startingAt);
            } catch (IllegalArgumentException refused) {
                throw new UsageException(String.valueOf(refused.getMessage()));
            }
        }
    }

    @Command(name = "tail", description = "Shows the last events of the audit trail, as JSON, one a line.")
    private static final class Tail extends StoreCommand {
        @Option(
                names = {"--lines", "-n"},
                paramLabel = "NUMBER",
                description = "How many; 20 if not set.")
        private int count = 20;

        Tail(Shell shell) {
            super(shell);
        }

        @Override
        public Integer call() throws IOException {
            Deque<String> last = new ArrayDeque<>();
            List<Path> files = files(trail(settings()));
            for (int i = files.size() - 1; i >= 0 && last.size() < count; i--) {
                prepend(last, lines(files.get(i)));
            }
            last.forEach(shell()::print);
            return ExitCode.SUCCESS;
        }

        /** A crash may leave part of a line that is no text; what is none shows itself as U+FFFD. */
        private static List<String> lines(Path file) throws IOException {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }

        private void prepend(Deque<String> last, List<String> lines) {
            for (int i = lines.size() - 1; i >= 0 && last.size() < count; i--) {
                last.addFirst(lines.get(i));
            }
        }

        private static List<Path> files(Path directory) throws IOException {
            try (Stream<Path> entries = Files.list(directory)) {
                return entries.filter(file -> file.getFileName().toString().matches("audit-.*\\.jsonl"))
                        .sorted()
                        .toList();
            }
        }
    }
}
