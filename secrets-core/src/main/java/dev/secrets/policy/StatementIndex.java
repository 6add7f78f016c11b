package dev.secrets.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the statements that may apply to a request without looking at the others: first by action, where each statement stands
 * under the names that it spells out and under the beginnings of its patterns with wildcards, then by {@link ResourceIndex
 * resource}. Immutable.
 */
final class StatementIndex {
    /** Above this many places a statement is kept under its actions alone: a hostile document must not fill the memory. */
    private static final int MAX_PLACES = 1_024;

    static final StatementIndex EMPTY = new StatementIndex(List.of());

    private final Map<String, ResourceIndex> named = new HashMap<>();
    private final PrefixTree<ResourceIndex> patterns;

    StatementIndex(List<Statement> statements) {
        Map<String, ResourceIndex.Builder> byName = new HashMap<>();
        SortedMap<String, ResourceIndex.Builder> byPrefix = new TreeMap<>();
        for (int i = statements.size() - 1; i >= 0; i--) { // each goes before the others of its place
            add(statements.get(i), byName, byPrefix);
        }
        byName.forEach((name, builder) -> named.put(name, builder.build()));
        SortedMap<String, ResourceIndex> built = new TreeMap<>();
        byPrefix.forEach((prefix, builder) -> built.put(prefix, builder.build()));
        this.patterns = new PrefixTree<>(built);
    }

    private static void add(
            Statement statement,
            Map<String, ResourceIndex.Builder> byName,
            SortedMap<String, ResourceIndex.Builder> byPrefix) {
        List<String> names = statement.actions().names();
        List<String> prefixes = shortest(statement.actions().prefixes());
        int places = (names.size() + prefixes.size())
                * statement.resources().patterns().size();
        boolean byPattern = places <= MAX_PLACES;
        for (String name : names) {
            byName.computeIfAbsent(name, key -> new ResourceIndex.Builder(true)).add(statement, byPattern);
        }
        for (String prefix : prefixes) {
            byPrefix.computeIfAbsent(prefix, key -> new ResourceIndex.Builder(false))
                    .add(statement, byPattern);
        }
    }

    /** Drops every prefix that another one is a prefix of, so that a walk meets the statement once. */
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
     * Returns a Deny that applies to the request; if there is none, an Allow that does; or null.
     *
     * @param bounded for a Deny: whether the caller has a permissions boundary (rule P10)
     * @param principalMatches for an Allow of a resource policy: the ways of naming the caller that count
     */
    @Nullable
    Candidate find(PolicyRequest request, boolean bounded, int principalMatches) {
        String action = request.policyAction().folded();
        ResourceIndex ofName = named.get(action);
        Candidate found = ofName == null ? null : ofName.find(request, bounded, principalMatches, null);
        if (patterns.isEmpty()) {
            return found;
        }
        int at = 0;
        for (int node = PrefixTree.ROOT; node != PrefixTree.NONE; node = patterns.child(node, action, at)) {
            at += patterns.labelLength(node);
            ResourceIndex ofPrefix = patterns.value(node);
            if (ofPrefix != null) {
                found = ofPrefix.find(request, bounded, principalMatches, found);
            }
        }
        return found;
    }
}
