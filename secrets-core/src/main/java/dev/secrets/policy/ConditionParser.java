package dev.secrets.policy;

import dev.secrets.policy.Condition.Quantifier;
import dev.secrets.policy.Condition.Test;
import dev.secrets.policy.Elements.Located;
import dev.secrets.policy.Operator.Family;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses Condition (rules G11, G15, G16, C10, C12 and the operators of section 3). Used by one thread. */
final class ConditionParser {
    private static final String IF_EXISTS = "IfExists";
    private static final int MAX_KEY_LENGTH = 512;
    private static final int MAX_VALUE_LENGTH = 4_096;

    private final boolean variables;
    private final Findings findings;

    ConditionParser(boolean variables, Findings findings) {
        this.variables = variables;
        this.findings = findings;
    }

    List<Condition> parse(@Nullable Json value, Place where) {
        List<Condition> conditions = new ArrayList<>();
        if (value == null) {
            return conditions;
        }
        if (!(value instanceof Json.Obj operators)) {
            findings.error("WRONG_TYPE", where, "Condition is an object of operators, found " + value.words());
            return conditions;
        }
        if (operators.members().isEmpty()) {
            findings.suggestion("EMPTY_OBJECT", where, "An empty Condition means no condition; leave it out");
        }
        for (Json.Member operator : operators.members()) {
            Place place = where.member(operator.name());
            Optional<Test> test = test(operator.name(), place);
            block(test, operator.value(), conditions, place);
        }
        return conditions;
    }

    /** Parses a name such as {@code ForAllValues:StringLikeIfExists}. */
    private Optional<Test> test(String name, Place where) {
        Quantifier quantifier = Quantifier.NONE;
        String rest = name;
        for (Quantifier candidate : List.of(Quantifier.FOR_ALL_VALUES, Quantifier.FOR_ANY_VALUE)) {
            if (name.startsWith(prefixOf(candidate))) {
                quantifier = candidate;
                rest = name.substring(prefixOf(candidate).length());
            }
        }
        boolean ifExists = rest.endsWith(IF_EXISTS);
        String plain = ifExists ? rest.substring(0, rest.length() - IF_EXISTS.length()) : rest;
        Optional<Operator> operator = Operator.named(plain);
        if (operator.isEmpty()) {
            findings.error("INVALID_OPERATOR", where, unknown(plain));
            return Optional.empty();
        }
        if (operator.get() == Operator.NULL && ifExists) {
            findings.error(
                    "NULL_WITH_IF_EXISTS", where, "Null asks whether the key exists; IfExists has no place there");
            return Optional.empty();
        }
        if (operator.get() == Operator.NULL && quantifier != Quantifier.NONE) {
            findings.suggestion(
                    "NULL_WITH_SET_OPERATOR",
                    where,
                    "Always " + (quantifier == Quantifier.FOR_ALL_VALUES) + "; use Null alone");
        }
        return Optional.of(new Test(quantifier, operator.get(), ifExists));
    }

    private static String prefixOf(Quantifier quantifier) {
        return new Test(quantifier, Operator.NULL, false).text().replace(Operator.NULL.text(), "");
    }

    private static String unknown(String name) {
        List<String> spellings = Operator.spellingsOf(name);
        return "No such operator" + (spellings.isEmpty() ? "" : "; write " + spellings.get(0));
    }

    private void block(Optional<Test> test, Json value, List<Condition> conditions, Place where) {
        if (!(value instanceof Json.Obj keys)) {
            findings.error("WRONG_TYPE", where, "An operator has an object of condition keys, found " + value.words());
            return;
        }
        if (keys.members().isEmpty()) {
            findings.suggestion("EMPTY_OBJECT", where, "An operator without keys means nothing; leave it out");
        }
        Set<ConditionKey> seen = new HashSet<>();
        for (Json.Member member : keys.members()) {
            Place place = where.member(member.name());
            ConditionKey key = ConditionKey.of(member.name());
            checkKey(key, place);
            if (!seen.add(key)) {
                findings.error("DUPLICATE_KEY", place, "The condition key occurs twice; case makes no difference");
            }
            List<Located> values = Elements.values(member.value(), findings, place);
            test.ifPresent(known -> condition(known, key, values, place).ifPresent(conditions::add));
        }
    }

    private void checkKey(ConditionKey key, Place where) {
        if (key.text().isBlank()
                || key.text().length() > MAX_KEY_LENGTH
                || key.text().contains("${")) {
            findings.error(
                    "INVALID_CONDITION_KEY",
                    where,
                    "A condition key is a plain name of 1 to " + MAX_KEY_LENGTH + " characters");
        } else if (KnownKeys.lacksTagKey(key)) {
            findings.error("MISSING_TAG_KEY", where, "Write the key of the tag after a slash");
        }
    }

    private Optional<Condition> condition(Test test, ConditionKey key, List<Located> values, Place where) {
        if (KnownKeys.isMultiValued(key) && test.quantifier() == Quantifier.NONE && test.operator() != Operator.NULL) {
            findings.error(
                    "MISSING_SET_OPERATOR",
                    where,
                    "The key has many values; write ForAllValues: or ForAnyValue: before the operator");
            return Optional.empty();
        }
        List<Operand> operands = new ArrayList<>();
        for (Located value : values) {
            if (value.text().length() > MAX_VALUE_LENGTH) {
                findings.error("VALUE_TOO_LONG", value.where(), "More than " + MAX_VALUE_LENGTH + " characters");
            } else {
                Optional.ofNullable(operand(test.operator(), value)).ifPresent(operands::add);
            }
        }
        return Optional.of(new Condition(test, key, operands));
    }

    private @Nullable Operand operand(Operator operator, Located value) {
        return switch (operator.family()) {
            case STRING -> new Operand.Pattern(string(false, value, operator));
            case STRING_IGNORING_CASE -> new Operand.IgnoringCase(string(false, value, operator));
            case STRING_PATTERN -> new Operand.Pattern(string(true, value, operator));
            case ARN -> arn(value);
            case NUMERIC, DATE, BOOL, NULL, IP -> typed(operator, value);
            case BINARY -> binary(value);
        };
    }

    private Template string(boolean wildcards, Located value, Operator operator) {
        if (!wildcards && value.text().replace("${*}", "").indexOf('*') >= 0) {
            findings.warning(
                    "WILDCARD_WITHOUT_LIKE", value.where(), "A star is a plain character for " + operator.text());
        }
        if (variables && value.text().contains("${}")) {
            findings.warning("EMPTY_VARIABLE", value.where(), "${} names no variable; it is taken as text");
        }
        return Template.parse(value.text(), new Template.Syntax(wildcards, variables, true), findings, value.where());
    }

    private @Nullable Operand arn(Located value) {
        if (variables && value.text().startsWith("${")) {
            Template whole =
                    Template.parse(value.text(), new Template.Syntax(true, true, false), new Findings(), value.where());
            if (whole.isOneVariable()) {
                return new Operand.WholeArn(whole);
            }
        }
        ArnPattern pattern = ArnPattern.ofCondition(value.text(), variables, findings, value.where());
        return pattern == null ? null : new Operand.Arn(pattern);
    }

    /** A value that does not fit its operator could never match as its author means (rule G15). */
    private @Nullable Operand typed(Operator operator, Located value) {
        Operand operand = parse(operator, value.text());
        if (operand == null) {
            boolean variable = value.text().contains("${");
            findings.error(
                    variable ? "VARIABLE_NOT_ALLOWED" : "INVALID_VALUE",
                    value.where(),
                    "Expected " + expected(operator.family()) + ", found " + Findings.quote(value.text()));
        }
        return operand;
    }

    private static @Nullable Operand parse(Operator operator, String text) {
        switch (operator.family()) {
            case NUMERIC -> {
                Decimal number = Decimal.parse(text);
                return number == null ? null : new Operand.Number(number, operator.comparison());
            }
            case DATE -> {
                Instant instant = Dates.parse(text);
                return instant == null ? null : new Operand.Date(instant, operator.comparison());
            }
            case IP -> {
                IpBlock block = IpBlock.parse(text);
                return block == null ? null : new Operand.Ip(block);
            }
            default -> {
                boolean isTrue = text.equalsIgnoreCase("true");
                return isTrue || text.equalsIgnoreCase("false") ? new Operand.Bool(isTrue) : null;
            }
        }
    }

    private static String expected(Family family) {
        return switch (family) {
            case NUMERIC -> "a decimal number such as 30 or -2.5";
            case DATE -> "a date such as 2026-01-31 or 2026-01-31T12:00:00Z, or Unix time in seconds";
            case IP -> "an address or a block such as 203.0.113.0/24 or 2001:db8::/32";
            default -> "true or false";
        };
    }

    private Operand binary(Located value) {
        Operand.Binary binary = Operand.Binary.parse(value.text());
        if (binary.bytes() == null) {
            findings.warning("INVALID_VALUE", value.where(), "Not base64; it never matches");
        }
        return binary;
    }
}
