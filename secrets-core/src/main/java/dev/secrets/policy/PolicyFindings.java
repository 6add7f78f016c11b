package dev.secrets.policy;

import dev.secrets.policy.Condition.Quantifier;
import dev.secrets.policy.Finding.Category;
import dev.secrets.policy.KnownKeys.Type;
import dev.secrets.policy.Operator.Family;
import java.util.List;
import java.util.Set;

/**
 * What a careful reader would remark about a policy that is not wrong (section 10 of the reference): warnings and suggestions,
 * never errors. Nothing here changes how a policy is evaluated.
 */
public final class PolicyFindings {
    /** Comparing patterns with one another takes quadratic time; more than these are not looked at. */
    private static final int MAX_COMPARED = 200;

    private static final Set<String> SOURCES = Set.of("aws:sourcearn", "aws:sourceaccount", "aws:sourceowner");

    private final Findings findings = new Findings();

    private PolicyFindings() {}

    /** Returns the findings about the policy by itself. */
    public static List<Finding> of(PolicyDocument document) {
        PolicyFindings all = new PolicyFindings();
        all.addAll(document);
        return all.findings.all();
    }

    /**
     * Returns the findings about the policy as that of a secret.
     *
     * @param secretArn the ARN of the secret, with its suffix
     */
    public static List<Finding> of(PolicyDocument document, String secretArn) {
        PolicyFindings all = new PolicyFindings();
        all.addAll(document);
        new SecretFindings(all.findings).attached(document, secretArn);
        return all.findings.all();
    }

    private void addAll(PolicyDocument document) {
        document.notes().forEach(findings::add);
        for (Statement statement : document.statements()) {
            Place where = placeOf(statement);
            principals(statement, where);
            actions(statement, where);
            resources(statement, where);
            statement.conditions().forEach(condition -> condition(condition, statement, placeOf(condition, where)));
        }
        new StatementFindings(findings).compare(document.statements());
        new SecretFindings(findings).general(document);
    }

    static Place placeOf(Statement statement) {
        return Place.DOCUMENT.member("Statement").element(statement.reference().index());
    }

    static Place placeOf(Condition condition, Place statement) {
        return statement
                .member("Condition")
                .member(condition.test().text())
                .member(condition.key().text());
    }

    private void principals(Statement statement, Place where) {
        if (statement.isDeny() || statement.principals().isEmpty()) {
            return;
        }
        Principals principals = statement.principals().get();
        if (principals.negated()) {
            findings.add(
                    Category.SECURITY_WARNING,
                    "ALLOW_WITH_NOT_PRINCIPAL",
                    where.member("NotPrincipal"),
                    "Allows everybody who is not listed, anonymous callers included");
        }
        boolean hasSource = statement.conditions().stream()
                .anyMatch(condition -> SOURCES.contains(condition.key().folded()));
        if (!principals.services().isEmpty() && !principals.negated() && !hasSource) {
            findings.add(
                    Category.SECURITY_WARNING,
                    "SERVICE_WITHOUT_SOURCE",
                    where.member("Principal").member("Service"),
                    "Whoever can make the service call gets in; add a condition on aws:SourceArn or aws:SourceAccount");
        }
    }

    private void actions(Statement statement, Place where) {
        List<String> texts = statement.actions().texts();
        String element = statement.actions().negated() ? "NotAction" : "Action";
        redundant(texts, where.member(element), "REDUNDANT_ACTION");
        boolean passesRoles = !statement.isDeny()
                && !statement.actions().negated()
                && statement.actions().match("iam:passrole")
                && statement.resources().everything();
        if (passesRoles && !texts.contains("*")) {
            findings.add(
                    Category.SECURITY_WARNING,
                    "PASS_ROLE_ON_EVERYTHING",
                    where,
                    "Any role can be passed; name the roles");
        }
    }

    private void resources(Statement statement, Place where) {
        Resources resources = statement.resources();
        Place place = where.member(resources.negated() ? "NotResource" : "Resource");
        if (resources.everything() && !resources.patterns().isEmpty()) {
            findings.suggestion("REDUNDANT_RESOURCE", place, "\"*\" covers the others");
        } else {
            redundant(resources.patterns().stream().map(ArnPattern::text).toList(), place, "REDUNDANT_RESOURCE");
        }
    }

    /** A pattern read as plain text that another pattern matches is covered by it. */
    private void redundant(List<String> patterns, Place where, String code) {
        int compared = Math.min(patterns.size(), MAX_COMPARED);
        List<Glob> globs = patterns.stream().limit(compared).map(Glob::of).toList();
        for (int i = 0; i < compared; i++) {
            for (int j = 0; j < compared; j++) {
                boolean same = patterns.get(i).equals(patterns.get(j));
                boolean covers = same
                        ? j < i
                        : code.equals("REDUNDANT_ACTION") && globs.get(j).covers(patterns.get(i));
                if (covers) {
                    findings.suggestion(code, where.element(i), "Covered by the one at " + j);
                    break;
                }
            }
        }
    }

    private void condition(Condition condition, Statement statement, Place where) {
        keys(condition, statement, where);
        operator(condition, statement, where);
        values(condition, where);
    }

    private void keys(Condition condition, Statement statement, Place where) {
        ConditionKey key = condition.key();
        if (KnownKeys.isUnknown(key)) {
            findings.warning("UNKNOWN_CONDITION_KEY", where, "No such key is known; requests will not have it");
        }
        if (key.folded().equals("secretsmanager:kmskeyid")) {
            findings.warning("DEPRECATED_CONDITION_KEY", where, "Use secretsmanager:KmsKeyArn");
        }
        boolean needsVpc = key.folded().equals("aws:vpcsourceip")
                && statement.conditions().stream()
                        .noneMatch(other -> other.key().folded().startsWith("aws:sourcevpc"));
        if (needsVpc) {
            findings.add(
                    Category.SECURITY_WARNING,
                    "VPC_SOURCE_IP_WITHOUT_VPC",
                    where,
                    "Addresses repeat from one VPC to the next; add aws:SourceVpc or aws:SourceVpce");
        }
    }

    private void operator(Condition condition, Statement statement, Place where) {
        Family family = condition.test().operator().family();
        Type type = KnownKeys.typeOf(condition.key()).orElse(Type.STRING);
        if (KnownKeys.typeOf(condition.key()).isPresent() && !fits(family, type)) {
            findings.warning(
                    "OPERATOR_OF_ANOTHER_TYPE",
                    where,
                    "The key's values are of type " + type + "; the operator compares others");
        }
        boolean forAll = condition.test().quantifier() == Quantifier.FOR_ALL_VALUES
                && condition.test().operator() != Operator.NULL;
        if (forAll && !statement.isDeny() && !isMandatory(condition, statement)) {
            findings.add(
                    Category.SECURITY_WARNING,
                    "FOR_ALL_VALUES_WITHOUT_GUARD",
                    where,
                    "Holds for a request without the key; add \"Null\": {\"" + shortened(condition.key())
                            + "\": \"false\"}");
        }
    }

    private static String shortened(ConditionKey key) {
        return key.text().length() <= 60 ? key.text() : key.text().substring(0, 60) + "...";
    }

    private static boolean fits(Family family, Type type) {
        return switch (type) {
            case STRING, STRINGS -> family.comparesStrings() || family == Family.NULL;
            case ARN -> family.comparesStrings() || family == Family.ARN || family == Family.NULL;
            case BOOL -> family == Family.BOOL || family == Family.NULL;
            case NUMERIC -> family == Family.NUMERIC || family == Family.NULL;
            case DATE -> family == Family.DATE || family == Family.NULL;
            case EPOCH -> family == Family.DATE || family == Family.NUMERIC || family == Family.NULL;
            case IP -> family == Family.IP || family == Family.NULL;
        };
    }

    /** Whether a request must have the key: by a guard, or because tags that are demanded bring their keys along (rule A2). */
    private static boolean isMandatory(Condition condition, Statement statement) {
        boolean tagged = condition.key().folded().equals("aws:tagkeys")
                && statement.conditions().stream()
                        .anyMatch(other -> other.key().family().equals("aws:requesttag/") && other.failsWithoutKey());
        return tagged || statement.hasPresenceGuard(condition.key());
    }

    private void values(Condition condition, Place where) {
        List<Operand> operands = condition.operands();
        if (operands.contains(new Operand.Bool(true)) && operands.contains(new Operand.Bool(false))) {
            findings.suggestion("BOTH_TRUTH_VALUES", where, "Holds whatever the value is");
        }
        long distinct = operands.stream()
                .map(operand -> operand.words(RequestContext.EMPTY))
                .distinct()
                .count();
        if (distinct < operands.size()) {
            findings.suggestion("REDUNDANT_VALUE", where, "The same value occurs twice");
        }
    }
}
