package dev.secrets.cli.admin;

import dev.secrets.cli.shell.Shell;
import dev.secrets.model.CallerIdentity;
import dev.secrets.policy.Decision;
import dev.secrets.policy.Explanation;
import dev.secrets.policy.PolicyDocument;
import dev.secrets.policy.PolicyEvaluator;
import dev.secrets.policy.PolicyRequest;
import dev.secrets.policy.PolicySyntaxException;
import dev.secrets.policy.RequestContext;
import dev.secrets.policy.StatementReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** Says how requests would be decided by policies. */
@Command(
        name = "simulate-policy",
        description = {
            "Says how a request would be decided by policies, and why. JSON in, JSON out.",
            "An item: {\"policies\": [{\"type\": \"identity|resource|boundary|session\", \"document\": {...}}],"
                    + " \"request\": {\"principal\": ARN|\"anonymous\"|\"name.amazonaws.com\", \"action\": ..., \"resource\": ...,"
                    + " \"resourceAccount\": ..., \"context\": {\"key\": [\"value\"]}}}"
        })
public final class SimulatePolicyCommand extends JsonItemsCommand {
    /** Makes the command. */
    public SimulatePolicyCommand(Shell shell) {
        super(shell);
    }

    @Override
    Map<String, Object> answer(PolicyItem item) {
        try {
            Explanation explanation = PolicyEvaluator.decide(request(item.object("request")), policies(item))
                    .explain();
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("decision", word(explanation.outcome()));
            answer.put(
                    "matched",
                    explanation.decidingStatements().stream()
                            .map(StatementReference::toString)
                            .toList());
            answer.put("explanation", lines(explanation));
            return answer;
        } catch (PolicySyntaxException | IllegalArgumentException refused) {
            return Map.of("error", String.valueOf(refused.getMessage()));
        }
    }

    private static List<PolicyDocument> policies(PolicyItem item) {
        List<PolicyDocument> policies = new ArrayList<>();
        for (PolicyItem policy : item.objects("policies")) {
            policies.add(policy.policy("policies[" + policies.size() + "]"));
        }
        return policies;
    }

    private static PolicyRequest request(PolicyItem item) {
        CallerIdentity caller = CallerIdentity.parse(item.text("principal"));
        return new PolicyRequest(
                caller,
                item.text("action"),
                item.text("resource"),
                item.optionalText("resourceAccount").or(caller::account).orElse(""),
                RequestContext.of(item.texts("context")));
    }

    private static String word(Decision.Outcome outcome) {
        return switch (outcome) {
            case ALLOWED -> "ALLOW";
            case EXPLICITLY_DENIED -> "DENY";
            case IMPLICITLY_DENIED -> "IMPLICIT_DENY";
        };
    }
}
