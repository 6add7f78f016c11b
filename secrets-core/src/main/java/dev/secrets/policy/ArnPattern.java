package dev.secrets.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An ARN with wildcards and variables, split at its first five colons; each field is matched on its own, so that a star never
 * runs from one field into the next (rules M6, C19). Immutable.
 */
final class ArnPattern {
    private static final int FIELDS = 6;
    private static final String[] FIELD_NAMES = {"prefix", "partition", "service", "region", "account", "resource"};
    private static final int PARTITION = 1;
    private static final int SERVICE = 2;
    private static final int REGION = 3;
    private static final int ACCOUNT = 4;
    private static final int RESOURCE = 5;

    private final String text;
    private final Template[] fields;
    private final Template resource;
    /**
     * The first five fields with their colons, if each is either literal or a star: then one walk along it matches them all,
     * which is worth having since nearly every pattern is of this kind and the memory of many patterns is seldom in the cache.
     */
    private final @Nullable String plainHead;

    private ArnPattern(String text, Template[] fields) {
        this.text = text;
        this.fields = fields;
        this.resource = fields[RESOURCE];
        this.plainHead = plainHead(fields);
    }

    private static @Nullable String plainHead(Template[] fields) {
        StringBuilder head = new StringBuilder();
        for (int i = 0; i < RESOURCE; i++) {
            String literal = fields[i].isFixed() ? fields[i].prefix() : "*";
            boolean star = fields[i].isEverything();
            if (star == fields[i].isFixed() || !star && literal.indexOf('*') >= 0) {
                return null;
            }
            head.append(literal).append(':');
        }
        return head.toString().intern(); // few, and the same in thousands of patterns: so they stay in the cache
    }

    /** Compiles the pattern of a Resource element (rules G13, M6, M8, M9, V2); null if it is malformed, and a finding says why. */
    static @Nullable ArnPattern ofResource(String text, boolean variables, Findings findings, Place where) {
        ArnPattern pattern = parse(text, variables, findings, where);
        if (pattern == null || !pattern.hasFieldsOfAResource(variables, findings, where)) {
            return null;
        }
        return pattern;
    }

    /** Compiles a value of an ARN operator; null if it is malformed, and a finding says why (rules C19, O6). */
    static @Nullable ArnPattern ofCondition(String text, boolean variables, Findings findings, Place where) {
        return parse(text, variables, findings, where);
    }

    private static @Nullable ArnPattern parse(String text, boolean variables, Findings findings, Place where) {
        List<String> split = split(text, variables);
        if (!text.startsWith("arn:") || split.size() < FIELDS) {
            findings.error(
                    "INVALID_ARN",
                    where,
                    "Expected an ARN of six fields, arn:partition:service:region:account:resource, found "
                            + Findings.quote(text));
            return null;
        }
        Template.Syntax syntax = new Template.Syntax(true, variables, false);
        return new ArnPattern(
                text,
                split.stream()
                        .map(field -> Template.parse(field, syntax, findings, where))
                        .toArray(Template[]::new));
    }

    /** Splits at the first five colons that do not stand within a variable. */
    private static List<String> split(String text, boolean variables) {
        List<String> fields = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < text.length() && fields.size() < RESOURCE; i++) {
            if (variables && text.startsWith("${", i)) {
                int close = text.indexOf('}', i);
                i = close < 0 ? text.length() : close;
            } else if (text.charAt(i) == ':') {
                fields.add(text.substring(from, i));
                from = i + 1;
            }
        }
        fields.add(text.substring(from));
        return fields;
    }

    private boolean hasFieldsOfAResource(boolean variables, Findings findings, Place where) {
        for (int i = 0; i < RESOURCE; i++) {
            if (variables && fields[i].text().contains("${")) { // also ${*}, which is a variable to IAM
                findings.error(
                        "VARIABLE_NOT_ALLOWED",
                        where,
                        "A variable may stand in the resource field only, not in the " + FIELD_NAMES[i]);
                return false;
            }
        }
        if (!ArnFields.isPartitionPattern(fields[PARTITION].text())) {
            findings.error(
                    "INVALID_ARN_PARTITION", where, "No such partition: " + Findings.quote(fields[PARTITION].text()));
            return false;
        }
        if (fields[SERVICE].text().isEmpty() || !fields[SERVICE].isFixed()) {
            findings.error("INVALID_ARN_SERVICE", where, "The service field names one service, without wildcards");
            return false;
        }
        if (fields[RESOURCE].text().isEmpty()) {
            findings.error("MISSING_ARN_RESOURCE", where, "The resource field is empty");
            return false;
        }
        remarkOnPlace(findings, where);
        return true;
    }

    /** Warnings only: published policies have words such as {@code region} there, to be filled in (RATIONALE.md). */
    private void remarkOnPlace(Findings findings, Place where) {
        if (!ArnFields.isRegionPattern(fields[REGION].text())) {
            findings.warning("INVALID_ARN_REGION", where, "No region: " + Findings.quote(fields[REGION].text()));
        }
        if (!ArnFields.isAccountPattern(fields[ACCOUNT].text())) {
            findings.warning(
                    "INVALID_ARN_ACCOUNT",
                    where,
                    "An account has 12 digits, found " + Findings.quote(fields[ACCOUNT].text()));
        }
    }

    /** Returns whether the text is an ARN whose six fields match; not if a variable has no value. */
    boolean matches(String arn, RequestContext context) {
        int from = plainHead != null ? afterPlainHead(plainHead, arn) : afterHead(arn, context);
        return from >= 0 && resource.matches(arn, from, arn.length(), context);
    }

    /** Returns where the resource field begins if the first five fields match, or -1. */
    private int afterHead(String arn, RequestContext context) {
        int from = 0;
        for (int i = 0; i < RESOURCE; i++) {
            int colon = arn.indexOf(':', from);
            if (colon < 0 || !fields[i].matches(arn, from, colon, context)) {
                return -1;
            }
            from = colon + 1;
        }
        return from;
    }

    /** Returns where the resource field begins if the head matches the first five fields, or -1. */
    static int afterPlainHead(String head, String arn) {
        int at = 0;
        for (int i = 0; i < head.length(); i++) {
            char expected = head.charAt(i);
            if (expected == '*') {
                at = endOfField(arn, at); // where the head has its next colon
            } else if (at < arn.length() && arn.charAt(at) == expected) {
                at++;
            } else {
                return -1;
            }
        }
        return at;
    }

    private static int endOfField(String arn, int from) {
        int at = from;
        while (at < arn.length() && arn.charAt(at) != ':') {
            at++;
        }
        return at;
    }

    /** Returns the first five fields with their colons, if each is either literal or a star. */
    @Nullable
    String plainHead() {
        return plainHead;
    }

    boolean isResolved(RequestContext context) {
        return Stream.of(fields).allMatch(field -> field.isResolved(context));
    }

    /** Returns the literal characters that the resource field of every matching ARN begins with. */
    String resourcePrefix() {
        return resource.prefix();
    }

    Template resource() {
        return resource;
    }

    String service() {
        return fields[SERVICE].text();
    }

    /** Returns whether this matches ARNs of one account only. */
    boolean hasFixedAccount() {
        return fields[ACCOUNT].isFixed() && ArnFields.isAccount(fields[ACCOUNT].text());
    }

    /** Returns whether this matches one ARN only. */
    boolean isFixed() {
        return Stream.of(fields).allMatch(Template::isFixed);
    }

    Stream<ConditionKey> variables() {
        return Stream.of(fields).flatMap(field -> field.variables().stream());
    }

    String text() {
        return text;
    }
}
