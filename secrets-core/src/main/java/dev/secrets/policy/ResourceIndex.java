package dev.secrets.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Statements of one action by resource: patterns whose first five fields are the same share one look at these, and stand in a tree
 * by the beginning of their resource field. Of a pattern that is such a beginning and a star nothing is left to match there.
 * Immutable.
 */
final class ResourceIndex {
    /** More heads than these are not told apart: each costs every request a look. */
    private static final int MAX_HEADS = 16;

    /** The patterns with one {@link ArnPattern#plainHead}. */
    private record Headed(String head, PrefixTree<Candidate> byPrefix) {}

    private final Headed[] headed;
    /** What has no such head, or covers everything. */
    private final PrefixTree<Candidate> others;

    private ResourceIndex(Map<String, SortedMap<String, Candidate>> byHead, SortedMap<String, Candidate> others) {
        this.headed = byHead.entrySet().stream()
                .map(entry -> new Headed(entry.getKey(), new PrefixTree<>(entry.getValue())))
                .toArray(Headed[]::new);
        this.others = new PrefixTree<>(others);
    }

    /**
     * Returns a Deny that applies to the request; if there is none, an Allow that does; or null.
     *
     * @param found what was found elsewhere
     */
    @Nullable
    Candidate find(PolicyRequest request, boolean bounded, int principalMatches, @Nullable Candidate found) {
        Candidate best = found;
        for (Headed group : headed) {
            int field = ArnPattern.afterPlainHead(group.head, request.resource());
            if (field >= 0) {
                best = find(group.byPrefix, field, request, bounded, principalMatches, best);
            }
        }
        return others.isEmpty()
                ? best
                : find(others, ArnFields.resourceFieldOf(request.resource()), request, bounded, principalMatches, best);
    }

    private static @Nullable Candidate find(
            PrefixTree<Candidate> tree,
            int field,
            PolicyRequest request,
            boolean bounded,
            int principalMatches,
            @Nullable Candidate found) {
        Candidate best = found;
        int at = field;
        for (int node = PrefixTree.ROOT; node != PrefixTree.NONE; node = tree.child(node, request.resource(), at)) {
            at += tree.labelLength(node);
            for (Candidate candidate = tree.value(node); candidate != null; candidate = candidate.next()) {
                boolean better = best == null || candidate.isDeny() && !best.isDeny();
                if (better && candidate.applies(request, bounded, principalMatches)) {
                    best = candidate;
                }
            }
        }
        return best;
    }

    /** Collects statements, the last one first. Used by one thread. */
    static final class Builder {
        private final boolean knowsAction;
        private final Map<String, SortedMap<String, Candidate>> byHead = new LinkedHashMap<>();
        private final SortedMap<String, Candidate> others = new TreeMap<>();

        /** @param knowsAction whether every request that is asked about has an action of the statements */
        Builder(boolean knowsAction) {
            this.knowsAction = knowsAction;
        }

        /**
         * Adds a statement before those that were added.
         *
         * @param byPattern whether to tell its patterns apart
         */
        void add(Statement statement, boolean byPattern) {
            Resources resources = statement.resources();
            if (resources.everything() && !resources.negated()) {
                put(others, "", statement, null);
            } else if (resources.negated() || !byPattern) {
                put(others, "", statement, resources);
            } else {
                resources.patterns().forEach(pattern -> add(statement, pattern));
            }
        }

        private void add(Statement statement, ArnPattern pattern) {
            String head = pattern.plainHead();
            boolean told = head != null && (byHead.containsKey(head) || byHead.size() < MAX_HEADS);
            SortedMap<String, Candidate> place = told ? byHead.computeIfAbsent(head, key -> new TreeMap<>()) : others;
            Resources left =
                    told && pattern.resource().isPrefix() ? null : new Resources(false, false, List.of(pattern));
            put(place, pattern.resourcePrefix(), statement, left);
        }

        private void put(
                SortedMap<String, Candidate> place, String prefix, Statement statement, @Nullable Resources left) {
            place.put(prefix, new Candidate(statement, knowsAction, left, place.get(prefix)));
        }

        ResourceIndex build() {
            return new ResourceIndex(byHead, others);
        }
    }
}
