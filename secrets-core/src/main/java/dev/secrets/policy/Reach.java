package dev.secrets.policy;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a statement is about, whatever its effect, to be compared with what another one is about. */
final class Reach {
    private final Statement statement;
    private final Set<String> resources;
    private final Set<String> conditions;

    Reach(Statement statement) {
        this.statement = statement;
        this.resources =
                statement.resources().patterns().stream().map(ArnPattern::text).collect(Collectors.toSet());
        this.conditions = statement.conditions().stream().map(Reach::text).collect(Collectors.toSet());
    }

    private static String text(Condition condition) {
        List<String> values = condition.operands().stream()
                .map(operand -> operand.words(RequestContext.EMPTY))
                .sorted()
                .toList();
        return condition.test().text() + ' ' + condition.key().folded() + ' ' + values;
    }

    /** Returns whether every request that the other is about is one that this is about; not always found where it is so. */
    boolean covers(Reach other) {
        return coversPrincipals(other)
                && other.conditions.containsAll(conditions)
                && coversActions(other)
                && coversResources(other);
    }

    private boolean coversPrincipals(Reach other) {
        boolean everybody = statement
                .principals()
                .map(principals -> principals.everyone() && !principals.negated())
                .orElse(true);
        return everybody || statement.principals().equals(other.statement.principals());
    }

    private boolean coversActions(Reach other) {
        Actions wide = statement.actions();
        Actions narrow = other.statement.actions();
        if (wide.negated() || narrow.negated()) {
            return wide.negated() == narrow.negated()
                    && Set.copyOf(wide.texts()).equals(Set.copyOf(narrow.texts()));
        }
        return narrow.texts().stream().allMatch(wide::covers);
    }

    private boolean coversResources(Reach other) {
        Resources wide = statement.resources();
        Resources narrow = other.statement.resources();
        if (wide.negated() || narrow.negated()) {
            return wide.negated() == narrow.negated()
                    && wide.everything() == narrow.everything()
                    && resources.equals(other.resources);
        }
        return wide.everything() || !narrow.everything() && resources.containsAll(other.resources);
    }
}
