package dev.secrets.operations;

import dev.secrets.model.MalformedPolicyDocumentException;
import dev.secrets.model.ValidationErrorsEntry;
import dev.secrets.policy.Finding;
import dev.secrets.policy.PolicyDocument;
import dev.secrets.policy.PolicySyntaxException;
import dev.secrets.policy.PolicyType;
import dev.secrets.policy.PublicAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The checks of resource policies (section 9 of the policy reference), in the service's words where they are known. */
final class ResourcePolicies {
    static final String PUBLIC = "This resource policy grants broad access to the secret.";
    static final String LOCK_OUT = "Your requested changes will not allow you to manage this secret in the future.";
    private static final String SYNTAX = "This resource policy contains a syntax error";
    private static final String PRINCIPAL = "This resource policy contains an unsupported principal";
    private static final String SERVICE = "This resource policy contains an unsupported service principal";

    private ResourcePolicies() {}

    /** @throws MalformedPolicyDocumentException if the text is not a resource policy (checklist POL-04, POL-05) */
    static PolicyDocument parse(String text) {
        try {
            return PolicyDocument.parse(text, PolicyType.RESOURCE);
        } catch (PolicySyntaxException refused) {
            List<String> words = refused.problems().stream()
                    .map(ResourcePolicies::words)
                    .distinct()
                    .toList();
            throw new MalformedPolicyDocumentException(words.size() == 1 ? words.get(0) : SYNTAX, refused);
        }
    }

    private static String words(Finding problem) {
        if (!problem.code().equals("INVALID_PRINCIPAL")) {
            return SYNTAX;
        }
        return problem.where().contains("Principal.Service") ? SERVICE : PRINCIPAL;
    }

    /**
     * Returns what is wrong with a policy (checklist POL-09, POL-10).
     *
     * @param leavesManageable whether the caller could still manage the secret under the policy
     */
    static List<ValidationErrorsEntry> problems(String text, Predicate<PolicyDocument> leavesManageable) {
        try {
            return problems(PolicyDocument.parse(text, PolicyType.RESOURCE), leavesManageable);
        } catch (PolicySyntaxException refused) {
            return refused.problems().stream()
                    .map(problem -> new ValidationErrorsEntry("SYNTAX", words(problem) + ": " + problem))
                    .toList();
        }
    }

    private static List<ValidationErrorsEntry> problems(
            PolicyDocument policy, Predicate<PolicyDocument> leavesManageable) {
        List<ValidationErrorsEntry> problems = new ArrayList<>();
        if (PublicAccess.isPublic(policy)) {
            problems.add(new ValidationErrorsEntry("BROAD_ACCESS", PUBLIC));
        }
        if (!leavesManageable.test(policy)) {
            problems.add(new ValidationErrorsEntry("LOCK_OUT", LOCK_OUT));
        }
        return problems;
    }
}
