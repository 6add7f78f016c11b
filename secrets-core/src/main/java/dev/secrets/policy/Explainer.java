package dev.secrets.policy;

import dev.secrets.model.CallerIdentity.Kind;
import dev.secrets.policy.Decision.Outcome;
import dev.secrets.policy.Explanation.Result;
import dev.secrets.policy.NearMiss.FailedCondition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Looks at every statement of a decision again and asks of each part, with the same methods as the evaluation, whether it matches.
 */
final class Explainer {
    private static final int MAX_NEAR_MISSES = 10;
    private static final int ANY_MATCH = -1;

    private final Decision decision;
    private final PolicyRequest request;
    private final Map<PolicyType, List<Statement>> statements = new EnumMap<>(PolicyType.class);

    Explainer(Decision decision) {
        this.decision = decision;
        this.request = decision.request();
        put(PolicyType.IDENTITY, decision.policies().identity());
        put(PolicyType.RESOURCE, decision.resourcePolicy().stream().toList());
        put(PolicyType.BOUNDARY, decision.policies().boundary().stream().toList());
        put(PolicyType.SESSION, decision.policies().session());
    }

    private void put(PolicyType type, List<PolicyDocument> documents) {
        statements.put(
                type,
                documents.stream()
                        .flatMap(document -> document.statements().stream())
                        .toList());
    }

    Explanation explain() {
        if (decision.failure().isPresent()) {
            return failed(decision.failure().get());
        }
        try {
            return explainStatements();
        } catch (
                RuntimeException
                        failure) { // of the context, which answered before: say so rather than half an explanation
            return failed(failure);
        }
    }

    private Explanation failed(RuntimeException failure) {
        return new Explanation(
                request,
                decision.outcome(),
                decision.step(),
                request.isSameAccount(),
                Map.of(),
                decision.statement().stream().toList(),
                Set.of(),
                List.of(),
                List.of(),
                new TreeSet<>(),
                Optional.of(failure));
    }

    private Explanation explainStatements() {
        Map<PolicyType, Result> results = new EnumMap<>(PolicyType.class);
        statements.forEach((type, all) -> results.put(type, result(type, all)));
        return new Explanation(
                request,
                decision.outcome(),
                decision.step(),
                request.isSameAccount(),
                results,
                decidingStatements(),
                principalMatches(),
                blockedBy(results),
                decision.isAllowed() ? List.of() : nearMisses(),
                missingKeys(),
                Optional.empty());
    }

    private Result result(PolicyType type, List<Statement> all) {
        if (all.isEmpty()) {
            return Result.NOT_PRESENT;
        }
        if (all.stream().anyMatch(statement -> statement.isDeny() && applies(statement))) {
            return Result.DENIED;
        }
        if (!isConsulted(type)) {
            return Result.NOT_CONSULTED;
        }
        return all.stream().anyMatch(this::applies) ? Result.ALLOWED : Result.NO_MATCH;
    }

    private boolean isConsulted(PolicyType type) {
        Kind kind = request.caller().kind();
        boolean hasIdentity = kind != Kind.ANONYMOUS
                && kind != Kind.SERVICE
                && (kind != Kind.FEDERATED_USER || decision.policies().hasSessionPolicy());
        return type == PolicyType.RESOURCE || hasIdentity;
    }

    private boolean applies(Statement statement) {
        return statement.applies(request, decision.policies().isBounded(), ANY_MATCH);
    }

    private Stream<Statement> all() {
        return statements.values().stream().flatMap(List::stream);
    }

    private List<StatementReference> decidingStatements() {
        if (decision.outcome() == Outcome.IMPLICITLY_DENIED) {
            return List.of();
        }
        boolean deny = decision.outcome() == Outcome.EXPLICITLY_DENIED;
        return all().filter(statement -> statement.isDeny() == deny && applies(statement))
                .map(Statement::reference)
                .toList();
    }

    private Set<PrincipalMatch> principalMatches() {
        int bits = statements.getOrDefault(PolicyType.RESOURCE, List.of()).stream()
                .filter(statement -> !statement.isDeny() && applies(statement))
                .flatMap(statement -> statement.principals().stream())
                .mapToInt(principals -> principals.grantTo(request.caller()))
                .reduce(0, (one, other) -> one | other);
        Set<PrincipalMatch> matches = EnumSet.noneOf(PrincipalMatch.class);
        for (PrincipalMatch match : PrincipalMatch.values()) {
            if ((bits & match.bit()) != 0) {
                matches.add(match);
            }
        }
        return matches;
    }

    /** The types that did not allow although one of those that grant did. */
    private List<PolicyType> blockedBy(Map<PolicyType, Result> results) {
        boolean granted = results.get(PolicyType.IDENTITY) == Result.ALLOWED
                || results.get(PolicyType.RESOURCE) == Result.ALLOWED;
        if (decision.outcome() != Outcome.IMPLICITLY_DENIED || !granted) {
            return List.of();
        }
        List<PolicyType> blocking = new ArrayList<>();
        results.forEach((type, result) -> {
            boolean silent =
                    result == Result.NO_MATCH || result == Result.NOT_PRESENT || result == Result.NOT_CONSULTED;
            boolean needed = type == PolicyType.BOUNDARY || type == PolicyType.SESSION
                    ? result != Result.NOT_PRESENT
                    : type == PolicyType.IDENTITY || !request.isSameAccount();
            if (silent && needed) {
                blocking.add(type);
            }
        });
        return blocking;
    }

    private List<NearMiss> nearMisses() {
        return all().filter(statement -> !statement.isDeny() && !applies(statement))
                .map(this::miss)
                .filter(miss -> miss.misses().size() <= 1)
                .sorted(Comparator.comparingInt((NearMiss miss) -> miss.misses().size())
                        .thenComparingInt(miss -> miss.conditions().size()))
                .limit(MAX_NEAR_MISSES)
                .toList();
    }

    private NearMiss miss(Statement statement) {
        List<String> misses = new ArrayList<>();
        if (!statement.coversPrincipal(request, decision.policies().isBounded(), ANY_MATCH)) {
            misses.add("principal");
        }
        if (!statement.coversAction(request)) {
            misses.add("action");
        }
        if (!statement.coversResource(request)) {
            misses.add("resource");
        }
        List<FailedCondition> failed = statement.conditions().stream()
                .filter(condition -> !statement.holds(condition, request))
                .map(this::failed)
                .toList();
        return new NearMiss(statement.reference(), misses, failed);
    }

    private FailedCondition failed(Condition condition) {
        List<String> values = request.context().values(condition.key());
        List<String> expected = condition.operands().stream()
                .map(operand -> operand.words(request.context()))
                .toList();
        return new FailedCondition(
                condition.test().text(),
                condition.key().text(),
                expected,
                values,
                condition.reason(values, request.context()));
    }

    /** Keys of conditions and variables of the statements that are about this action and, as far as they can tell, this resource. */
    private SortedSet<String> missingKeys() {
        SortedSet<String> missing = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        all().filter(statement -> statement.coversAction(request))
                .flatMap(statement -> statement.coversResource(request)
                        ? statement.keys()
                        : statement.resources().variables())
                .filter(key -> request.context().values(key).isEmpty())
                .forEach(key -> missing.add(key.text()));
        return missing;
    }
}
