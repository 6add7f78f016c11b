package dev.secrets.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the statements that may apply to a request without looking at the others: those of which an action pattern and a
 * resource pattern begin as the request's action and resource do. Two levels of prefix trees, first by action and then by the
 * resource field of the ARN (its earlier fields seldom tell statements apart), with Deny and Allow apart because every Deny is
 * asked before any Allow.
 *
 * <p>A statement stands at the literal prefixes of its patterns, of which only those are kept that no other is a prefix of: so a
 * request meets each statement at most once. Immutable.
 */
final class StatementIndex {
    /** Above this many places a statement is kept under its actions alone: a hostile document must not fill the memory. */
    private static final int MAX_PLACES = 256;

    private static final Statement[] NONE = {};

    static final StatementIndex EMPTY = new StatementIndex(List.of());

    private final PrefixTree<PrefixTree<Statement[]>> denies = new PrefixTree<>();
    private final PrefixTree<PrefixTree<Statement[]>> allows = new PrefixTree<>();

    StatementIndex(Collection<Statement> statements) {
        statements.forEach(this::add);
    }

    private void add(Statement statement) {
        List<String> actions = shortest(statement.actions().prefixes());
        List<String> resources = shortest(statement.resources().prefixes());
        if (actions.size() * resources.size() > MAX_PLACES) {
            resources = List.of("");
        }
        PrefixTree<PrefixTree<Statement[]>> tree = statement.isDeny() ? denies : allows;
        for (String action : actions) {
            PrefixTree<Statement[]> byResource = tree.computeIfAbsent(action, PrefixTree::new);
            for (String resource : resources) {
                byResource.put(resource, with(byResource.computeIfAbsent(resource, () -> NONE), statement));
            }
        }
    }

    private static Statement[] with(Statement[] statements, Statement added) {
        Statement[] all = Arrays.copyOf(statements, statements.length + 1);
        all[statements.length] = added;
        return all;
    }

    /** Drops every prefix that another one is a prefix of. */
    private static List<String> shortest(List<String> prefixes) {
        List<String> kept = new ArrayList<>();
        for (String prefix : new TreeSet<>(prefixes)) { // in order, so that a prefix comes before what it begins
            if (kept.isEmpty() || !prefix.startsWith(kept.get(kept.size() - 1))) {
                kept.add(prefix);
            }
        }
        return kept;
    }

    /**
     * Returns a Deny that applies to the request, or null.
     *
     * @param bounded whether the caller has a permissions boundary (rule P10)
     */
    @Nullable
    Statement firstDeny(PolicyRequest request, boolean bounded) {
        return first(denies, request, bounded, 0);
    }

    /** Returns an Allow that applies to the request and, if it names principals, names the caller in one of these ways, or null. */
    @Nullable
    Statement firstAllow(PolicyRequest request, int principalMatches) {
        return first(allows, request, false, principalMatches);
    }

    private static @Nullable Statement first(
            PrefixTree<PrefixTree<Statement[]>> tree, PolicyRequest request, boolean bounded, int principalMatches) {
        for (var action = tree.root(); action != null; action = action.next(request.lowerAction(), 0)) {
            var resource = action.value() == null ? null : action.value().root();
            for (; resource != null; resource = resource.next(request.resource(), request.resourceField())) {
                Statement found = firstOf(resource.value(), request, bounded, principalMatches);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private static @Nullable Statement firstOf(
            Statement @Nullable [] statements, PolicyRequest request, boolean bounded, int principalMatches) {
        for (Statement statement : statements == null ? NONE : statements) {
            if (statement.applies(request, bounded, principalMatches)) {
                return statement;
            }
        }
        return null;
    }
}
