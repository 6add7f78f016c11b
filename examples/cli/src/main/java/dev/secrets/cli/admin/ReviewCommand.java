package dev.secrets.cli.admin;

import dev.secrets.cli.output.OutputOptions;
import dev.secrets.cli.shell.ExitCode;
import dev.secrets.cli.shell.Shell;
import dev.secrets.cli.shell.UsageException;
import dev.secrets.cli.store.OpenStore;
import dev.secrets.cli.store.StoreCommand;
import dev.secrets.model.ReviewFinding;
import dev.secrets.model.ReviewOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Lists what an auditor would ask about the secrets. */
@Command(
        name = "review",
        description =
                "Lists what an auditor would ask about the secrets: not rotated, not used, public, and so on. No value is"
                        + " read. Exits with 1 if there is something.")
public final class ReviewCommand extends StoreCommand {
    @Option(
            names = "--unused-for-days",
            paramLabel = "DAYS",
            description = "After how many days without a read a secret counts as unused; 90 if not set.")
    private int unusedForDays = ReviewOptions.defaults().unusedForDays();

    @Option(
            names = "--max-days-since-rotation",
            paramLabel = "DAYS",
            description = "How many days ago the last rotation may be; 90 if not set.")
    private int maxDaysSinceRotation = ReviewOptions.defaults().maxDaysSinceRotation();

    /** Makes the command. */
    public ReviewCommand(Shell shell) {
        super(shell);
    }

    @Override
    public CommandSpec specification() {
        CommandSpec specification = super.specification();
        OutputOptions.addTo(specification);
        return specification;
    }

    @Override
    public Integer call() {
        OutputOptions.check(line());
        ReviewOptions options = options();
        List<ReviewFinding> findings;
        try (OpenStore store = open()) {
            findings = store.secrets().review(options);
        }
        List<Map<String, Object>> answer =
                findings.stream().map(ReviewCommand::members).toList();
        OutputOptions.print(line(), "Review", Map.of("Findings", answer), shell());
        return findings.isEmpty() ? ExitCode.SUCCESS : ExitCode.FINDINGS;
    }

    private ReviewOptions options() {
        try {
            return new ReviewOptions(unusedForDays, maxDaysSinceRotation);
        } catch (IllegalArgumentException refused) {
            throw new UsageException(String.valueOf(refused.getMessage()));
        }
    }

    private static Map<String, Object> members(ReviewFinding finding) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("Name", finding.secretName());
        members.put("ARN", finding.secretArn());
        members.put("Check", finding.check().name());
        finding.check().control().ifPresent(control -> members.put("SecurityHubControl", control));
        members.put("Detail", finding.detail());
        return members;
    }
}
