package dev.secrets.policy;

import java.util.List;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;

/** Remarks on statements that make others pointless. */
final class StatementFindings {
    /** Comparing statements with one another takes quadratic time; more than these are not looked at. */
    private static final int MAX_COMPARED = 200;

    private final Findings findings;

    StatementFindings(Findings findings) {
        this.findings = findings;
    }

    void compare(List<Statement> all) {
        List<Reach> reaches = all.stream().limit(MAX_COMPARED).map(Reach::new).toList();
        BiPredicate<Integer, Integer> covers =
                (wide, narrow) -> reaches.get(wide).covers(reaches.get(narrow));
        for (int i = 0; i < reaches.size(); i++) {
            int narrow = i;
            Place where = PolicyFindings.placeOf(all.get(narrow));
            boolean deny = all.get(narrow).isDeny();
            IntStream.range(0, reaches.size())
                    .filter(wide -> wide != narrow && all.get(wide).isDeny() == deny && covers.test(wide, narrow))
                    .filter(wide ->
                            wide < narrow || !covers.test(narrow, wide)) // of two that are alike, the first stays
                    .findFirst()
                    .ifPresent(
                            wide -> findings.suggestion("REDUNDANT_STATEMENT", where, "Covered by statement " + wide));
            if (!deny) {
                IntStream.range(0, reaches.size())
                        .filter(wide -> all.get(wide).isDeny() && covers.test(wide, narrow))
                        .findFirst()
                        .ifPresent(wide -> findings.warning(
                                "SHADOWED_BY_DENY", where, "Statement " + wide + " denies all that this allows"));
            }
        }
    }
}
