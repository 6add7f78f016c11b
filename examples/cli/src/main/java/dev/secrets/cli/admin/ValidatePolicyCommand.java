package dev.secrets.cli.admin;

import dev.secrets.cli.shell.Shell;
import dev.secrets.policy.Finding;
import dev.secrets.policy.PolicyDocument;
import dev.secrets.policy.PolicyFindings;
import dev.secrets.policy.PolicySyntaxException;
import dev.secrets.policy.PolicyType;
import dev.secrets.policy.PublicAccess;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** Says whether policies are policies, and what a careful reader would remark. */
@Command(
        name = "validate-policy",
        description = {
            "Says what is wrong with a policy, what a careful reader would remark, and whether it lets everybody in. JSON in, JSON"
                    + " out.",
            "An item: {\"type\": \"identity|resource|boundary|session\", \"document\": {...} or \"text\": \"...\"}"
        })
public final class ValidatePolicyCommand extends JsonItemsCommand {
    /** Makes the command. */
    public ValidatePolicyCommand(Shell shell) {
        super(shell);
    }

    @Override
    Map<String, Object> answer(PolicyItem item) {
        try {
            PolicyDocument policy = item.policy("policy");
            boolean isPublic = policy.type() == PolicyType.RESOURCE && PublicAccess.isPublic(policy);
            return answer(true, PolicyFindings.of(policy), isPublic);
        } catch (PolicySyntaxException refused) {
            return answer(false, refused.problems(), false);
        }
    }

    private static Map<String, Object> answer(boolean valid, List<Finding> findings, boolean isPublic) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("valid", valid);
        answer.put(
                "findings",
                findings.stream().map(ValidatePolicyCommand::members).toList());
        answer.put("public", isPublic);
        return answer;
    }

    private static Map<String, Object> members(Finding finding) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("category", finding.category().toString());
        members.put("code", finding.code());
        members.put("where", finding.where());
        members.put("problem", finding.problem());
        return members;
    }
}
