package dev.secrets.policy;

import dev.secrets.policy.Operator.Family;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Tells whether a resource policy lets everybody in (rules R5 to R10): whether an Allow names everybody and no condition narrows
 * that to a fixed set of callers. Which action is allowed makes no difference, and neither does any Deny.
 */
public final class PublicAccess {
    /** Narrow with a fixed value. */
    private static final Set<String> IDS = Set.of(
            "aws:principalaccount",
            "aws:principalorgid",
            "aws:principalorgpaths",
            "aws:userid",
            "aws:sourceaccount",
            "aws:sourceowner",
            "aws:sourcevpc",
            "aws:sourcevpce",
            "aws:principalservicename");

    /** Narrow with a fixed ARN, or with a pattern of ARNs in one account. */
    private static final Set<String> ARNS = Set.of("aws:principalarn", "aws:sourcearn");

    /** The shortest prefixes that still narrow: what is larger takes in strangers. */
    private static final int MIN_PREFIX_V4 = 8;

    private static final int MIN_PREFIX_V6 = 32;

    private PublicAccess() {}

    /** Returns whether some statement of the policy lets everybody in. */
    public static boolean isPublic(PolicyDocument resourcePolicy) {
        return resourcePolicy.statements().stream().anyMatch(PublicAccess::isPublic);
    }

    /** Returns the statements that let everybody in. */
    public static List<StatementReference> publicStatements(PolicyDocument resourcePolicy) {
        return resourcePolicy.statements().stream()
                .filter(PublicAccess::isPublic)
                .map(Statement::reference)
                .toList();
    }

    private static boolean isPublic(Statement statement) {
        boolean namesEverybody = statement
                .principals()
                .map(principals -> principals.everyone() != principals.negated())
                .orElse(false);
        return !statement.isDeny()
                && namesEverybody
                && statement.conditions().stream().noneMatch(condition -> narrows(condition, statement));
    }

    /**
     * All values of a narrowing condition are fixed, since they are alternatives; one such condition is enough (rule R7). Absence of
     * the key must not pass, which this condition or another one may see to (rule R8).
     */
    private static boolean narrows(Condition condition, Statement statement) {
        return !condition.test().operator().negated()
                && statement.hasPresenceGuard(condition.key())
                && condition.operands().stream().allMatch(isFixedFor(condition));
    }

    private static Predicate<Operand> isFixedFor(Condition condition) {
        String key = condition.key().folded();
        Family family = condition.test().operator().family();
        if (family == Family.IP) {
            return operand -> key.equals("aws:sourceip") && operand instanceof Operand.Ip ip && isNarrow(ip.block());
        }
        if (family == Family.BOOL) {
            return operand -> key.equals("aws:principalisawsservice") && operand.equals(new Operand.Bool(true));
        }
        if (family == Family.ARN) {
            return operand -> ARNS.contains(key)
                    && operand instanceof Operand.Arn arn
                    && (arn.pattern().isFixed() || arn.pattern().hasFixedAccount());
        }
        return operand -> family.comparesStrings() && isFixedString(key, operand);
    }

    private static boolean isNarrow(IpBlock block) {
        return block.prefixLength() >= (block.isV6() ? MIN_PREFIX_V6 : MIN_PREFIX_V4);
    }

    private static boolean isFixedString(String key, Operand operand) {
        Template template = operand instanceof Operand.Pattern pattern
                ? pattern.template()
                : operand instanceof Operand.IgnoringCase ignoringCase ? ignoringCase.template() : null;
        if (template == null) {
            return false;
        }
        if (key.equals("aws:principalisawsservice")) {
            return template.text().equals("true");
        }
        return template.isFixed() ? isFixedText(key, template.text()) : isFixedPattern(key, template);
    }

    /**
     * What looks like a wildcard or a variable is none that this operator knows; but its author takes it for one. And who is anonymous
     * has that word for its account and its id (section 6).
     */
    private static boolean isFixedText(String key, String text) {
        boolean plain = text.indexOf('*') < 0 && text.indexOf('?') < 0 && !text.contains("${");
        return (IDS.contains(key) || ARNS.contains(key)) && plain && !text.equalsIgnoreCase("anonymous");
    }

    /** What is fixed of it can be enough. */
    private static boolean isFixedPattern(String key, Template template) {
        return switch (key) {
            case "aws:principalarn", "aws:sourcearn" -> beginsWithAccount(template.prefix());
            case "aws:principalorgpaths" -> hasFixedPart(template, '/');
            case "aws:userid" -> hasFixedPart(template, ':');
            default -> false;
        };
    }

    /** Whether what is fixed of an ARN reaches beyond its account: a star before it could run into another account (rule C19). */
    private static boolean beginsWithAccount(String prefix) {
        String[] fields = prefix.split(":", -1);
        return fields.length > 5 && ArnFields.isAccount(fields[4]);
    }

    /** Whether the part before the separator is fixed and not empty. */
    private static boolean hasFixedPart(Template template, char separator) {
        return template.prefix().indexOf(separator) > 0;
    }
}
