package dev.secrets.policy;

import dev.secrets.policy.Elements.Located;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses the statements of one document (rules G7 to G13). Used by one thread. */
final class StatementParser {
    private static final List<String> ELEMENTS = List.of(
            "Sid",
            "Principal",
            "NotPrincipal",
            "Effect",
            "Action",
            "NotAction",
            "Resource",
            "NotResource",
            "Condition");

    private static final Pattern SID = Pattern.compile("[A-Za-z0-9]*");

    /** What resource policies may have in a Sid too: what published ones have (rules G7, O12). */
    private static final Pattern LAX_SID = Pattern.compile("[A-Za-z0-9 .,:;_/@+=-]*");

    private static final Pattern ACTION = Pattern.compile("[A-Za-z0-9-]+:[A-Za-z0-9*?-]+");
    private static final Pattern STARS = Pattern.compile("\\*+");
    private static final int MAX_SID_LENGTH = 256;

    /** As long as the longest ARN. */
    private static final int MAX_PATTERN_LENGTH = 2_048;

    private final String policyName;
    private final PolicyType type;
    private final boolean variables;
    private final Findings findings;
    private final Map<String, Actions> seenActions = new HashMap<>();
    private final PrincipalParser principalParser;
    private final ConditionParser conditionParser;

    StatementParser(String policyName, PolicyType type, boolean variables, Findings findings) {
        this.policyName = policyName;
        this.type = type;
        this.variables = variables;
        this.findings = findings;
        this.principalParser = new PrincipalParser(findings);
        this.conditionParser = new ConditionParser(variables, findings);
    }

    /** Returns the statement; nothing, or one that is not whole, after an error. */
    Optional<Statement> parse(Json json, int index, Place where) {
        if (!(json instanceof Json.Obj object)) {
            findings.error("WRONG_TYPE", where, "A statement is an object, found " + json.words());
            return Optional.empty();
        }
        Map<String, Json> elements = Elements.members(object, ELEMENTS, findings, where);
        Optional<String> sid = sid(elements.get("Sid"), where.member("Sid"));
        Boolean deny = isDeny(elements.get("Effect"), where.member("Effect"));
        Optional<Principals> principals = principals(elements, where);
        Optional<Actions> actions = actions(elements, where);
        Optional<Resources> resources = resources(elements, where);
        List<Condition> conditions = conditionParser.parse(elements.get("Condition"), where.member("Condition"));
        if (deny == null || actions.isEmpty() || resources.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Statement(
                new StatementReference(policyName, type, index, sid),
                deny,
                principals.orElse(null),
                actions.get(),
                resources.get(),
                conditions));
    }

    private Optional<String> sid(@Nullable Json value, Place where) {
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof Json.Text text) || text.value().length() > MAX_SID_LENGTH) {
            findings.error("INVALID_SID", where, "Expected a string of at most " + MAX_SID_LENGTH + " characters");
            return Optional.empty();
        }
        if (text.value().isEmpty()) {
            findings.suggestion("EMPTY_SID", where, "Leave the Sid out, or name the statement");
            return Optional.empty();
        }
        if (!SID.matcher(text.value()).matches()) {
            boolean lax =
                    type.namesPrincipals() && LAX_SID.matcher(text.value()).matches();
            Finding.Category category = lax ? Finding.Category.WARNING : Finding.Category.ERROR;
            findings.add(category, "INVALID_SID", where, "A Sid consists of the letters A to Z, a to z and digits");
        }
        return Optional.of(text.value());
    }

    private @Nullable Boolean isDeny(@Nullable Json value, Place where) {
        if (value instanceof Json.Text effect
                && (effect.value().equals("Allow") || effect.value().equals("Deny"))) {
            return effect.value().equals("Deny");
        }
        String problem = value == null ? "MISSING_EFFECT" : "INVALID_EFFECT";
        findings.error(problem, where, "Expected \"Allow\" or \"Deny\"");
        return null;
    }

    private Optional<Principals> principals(Map<String, Json> elements, Place where) {
        if (type.namesPrincipals()) {
            return oneOf(elements, "Principal", "NotPrincipal", where)
                    .map(element -> principalParser.parse(element.negated(), element.value(), element.where()));
        }
        for (String name : List.of("Principal", "NotPrincipal")) {
            if (elements.containsKey(name)) {
                findings.error(
                        "ELEMENT_NOT_SUPPORTED",
                        where.member(name),
                        "The principal of this policy is who it is attached to");
            }
        }
        return Optional.empty();
    }

    private Optional<Actions> actions(Map<String, Json> elements, Place where) {
        return oneOf(elements, "Action", "NotAction", where).map(element -> {
            List<String> patterns = new ArrayList<>();
            for (Located action : Elements.strings(element.value(), findings, element.where())) {
                if (isAction(action)) {
                    patterns.add(PolicyAction.fold(action.text()));
                }
            }
            return shared(new Actions(element.negated(), patterns));
        });
    }

    /** Equal lists of actions are common in one document; one object for them keeps more of a large policy in the cache. */
    private Actions shared(Actions actions) {
        return seenActions.computeIfAbsent(actions.toString(), text -> actions);
    }

    private boolean isAction(Located action) {
        boolean valid = action.text().length() <= MAX_PATTERN_LENGTH
                && (action.text().equals("*") || ACTION.matcher(action.text()).matches());
        if (!valid) {
            findings.error(
                    "INVALID_ACTION",
                    action.where(),
                    "Expected * or service:Name, with wildcards in the name only, found "
                            + Findings.quote(action.text()));
        }
        return valid;
    }

    private Optional<Resources> resources(Map<String, Json> elements, Place where) {
        return oneOf(elements, "Resource", "NotResource", where).map(element -> {
            boolean everything = false;
            List<ArnPattern> patterns = new ArrayList<>();
            for (Located resource : Elements.strings(element.value(), findings, element.where())) {
                if (STARS.matcher(resource.text()).matches()) {
                    everything = true;
                } else {
                    resource(resource).ifPresent(patterns::add);
                }
            }
            return new Resources(element.negated(), everything, patterns);
        });
    }

    private Optional<ArnPattern> resource(Located resource) {
        if (resource.text().length() > MAX_PATTERN_LENGTH) {
            findings.error("PATTERN_TOO_LONG", resource.where(), "More than " + MAX_PATTERN_LENGTH + " characters");
            return Optional.empty();
        }
        return Optional.ofNullable(ArnPattern.ofResource(resource.text(), variables, findings, resource.where()));
    }

    /** The one that is there of an element and its negation. */
    private record Element(boolean negated, Json value, Place where) {}

    /** Returns an element or its negation; that it is exactly one of them is the grammar (rules G9, G10). */
    private Optional<Element> oneOf(Map<String, Json> elements, String plain, String negated, Place where) {
        Json one = elements.get(plain);
        Json other = elements.get(negated);
        if (one != null && other != null) {
            findings.error(
                    "MUTUALLY_EXCLUSIVE", where.member(negated), "A statement has either " + plain + " or " + negated);
            return Optional.empty();
        }
        if (one != null) {
            return Optional.of(new Element(false, one, where.member(plain)));
        }
        if (other != null) {
            return Optional.of(new Element(true, other, where.member(negated)));
        }
        findings.error("MISSING_ELEMENT", where, "The statement lacks " + plain + " or " + negated);
        return Optional.empty();
    }
}
