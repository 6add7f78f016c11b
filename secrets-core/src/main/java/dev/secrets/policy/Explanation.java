package dev.secrets.policy;

import dev.secrets.policy.Decision.Outcome;
import dev.secrets.policy.Decision.Step;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/**
 * Why a request was decided as it was (section 13 of the reference). Holds no secret, but what a refused caller should not learn:
 * it is for the owner and the audit log.
 *
 * @param request what was asked
 * @param outcome the outcome
 * @param step what decided
 * @param sameAccount whether the caller's account owns the resource
 * @param results what each type of policy says by itself
 * @param decidingStatements every Deny that applies; or, if allowed, every Allow that applies
 * @param principalMatches the ways in which Allow statements of the resource policy that apply name the caller
 * @param blockedBy with an Allow present, the types of policy that would have had to allow too
 * @param nearMisses statements that would have allowed but for one thing, nearest first; at most ten
 * @param missingKeys condition keys that statements for this action and resource ask for and the request does not have
 * @param failure the error, if one was the reason
 */
public record Explanation(
        PolicyRequest request,
        Outcome outcome,
        Step step,
        boolean sameAccount,
        Map<PolicyType, Result> results,
        List<StatementReference> decidingStatements,
        Set<PrincipalMatch> principalMatches,
        List<PolicyType> blockedBy,
        List<NearMiss> nearMisses,
        SortedSet<String> missingKeys,
        Optional<RuntimeException> failure) {
    /** What the policies of one type say about a request. */
    public enum Result {
        /** A statement allows and none denies. */
        ALLOWED,
        /** A statement denies. */
        DENIED,
        /** No statement applies. */
        NO_MATCH,
        /** There is no policy of this type. */
        NOT_PRESENT,
        /** There is one, but a caller of this kind has no such side (rules E8, E9). */
        NOT_CONSULTED
    }

    /** Returns the whole explanation in words, one fact a line. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(request.caller().arn())
                .append(isAllowed() ? " may perform " : " may not perform ")
                .append(request.action());
        text.append(" on ").append(request.resource()).append(": ").append(reason());
        text.append("\ncaller and resource: ").append(sameAccount ? "same account" : "not the same account");
        results.forEach((type, result) ->
                text.append("\n").append(type.words()).append(": ").append(words(result.name())));
        line(text, "decided by", decidingStatements);
        line(
                text,
                "the resource policy names the caller as",
                principalMatches.stream().map(match -> words(match.name())).toList());
        line(text, "blocked by", blockedBy.stream().map(PolicyType::words).toList());
        line(text, "near", nearMisses);
        line(text, "missing condition keys", missingKeys);
        return text.toString();
    }

    private boolean isAllowed() {
        return outcome == Outcome.ALLOWED;
    }

    private static void line(StringBuilder text, String label, Iterable<?> facts) {
        facts.forEach(fact -> text.append("\n").append(label).append(": ").append(fact));
    }

    private static String words(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String withArticle(PolicyType type) {
        return (type == PolicyType.IDENTITY ? "an " : "a ") + type.words();
    }

    /** Returns the reason in the words of AWS's access errors. */
    public String reason() {
        String allows = " allows the " + request.action() + " action";
        return switch (step) {
            case EXPLICIT_DENY ->
                "with an explicit deny in "
                        + withArticle(decidingStatements.get(0).policyType());
            case RESOURCE_POLICY ->
                isAllowed() ? "a resource-based policy" + allows : "because no resource-based policy" + allows;
            case IDENTITY_POLICY ->
                isAllowed() ? "an identity-based policy" + allows : "because no identity-based policy" + allows;
            case BOUNDARY -> "because no permissions boundary" + allows;
            case SESSION_POLICY -> "because no session policy" + allows;
            case ACCOUNT_OWNER -> "the root user of the account may";
            case ERROR ->
                "because of an error: "
                        + failure.map(error -> error.getClass().getSimpleName()).orElse("unknown");
        };
    }
}
