package dev.secrets.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The condition operators, without set operators and IfExists (section 3 of the reference). */
enum Operator {
    STRING_EQUALS("StringEquals", Family.STRING, Comparison.EQUAL, false),
    STRING_NOT_EQUALS("StringNotEquals", Family.STRING, Comparison.EQUAL, true),
    STRING_EQUALS_IGNORE_CASE("StringEqualsIgnoreCase", Family.STRING_IGNORING_CASE, Comparison.EQUAL, false),
    STRING_NOT_EQUALS_IGNORE_CASE("StringNotEqualsIgnoreCase", Family.STRING_IGNORING_CASE, Comparison.EQUAL, true),
    STRING_LIKE("StringLike", Family.STRING_PATTERN, Comparison.EQUAL, false),
    STRING_NOT_LIKE("StringNotLike", Family.STRING_PATTERN, Comparison.EQUAL, true),
    NUMERIC_EQUALS("NumericEquals", Family.NUMERIC, Comparison.EQUAL, false),
    NUMERIC_NOT_EQUALS("NumericNotEquals", Family.NUMERIC, Comparison.EQUAL, true),
    NUMERIC_LESS_THAN("NumericLessThan", Family.NUMERIC, Comparison.LESS, false),
    NUMERIC_LESS_THAN_EQUALS("NumericLessThanEquals", Family.NUMERIC, Comparison.LESS_OR_EQUAL, false),
    NUMERIC_GREATER_THAN("NumericGreaterThan", Family.NUMERIC, Comparison.GREATER, false),
    NUMERIC_GREATER_THAN_EQUALS("NumericGreaterThanEquals", Family.NUMERIC, Comparison.GREATER_OR_EQUAL, false),
    DATE_EQUALS("DateEquals", Family.DATE, Comparison.EQUAL, false),
    DATE_NOT_EQUALS("DateNotEquals", Family.DATE, Comparison.EQUAL, true),
    DATE_LESS_THAN("DateLessThan", Family.DATE, Comparison.LESS, false),
    DATE_LESS_THAN_EQUALS("DateLessThanEquals", Family.DATE, Comparison.LESS_OR_EQUAL, false),
    DATE_GREATER_THAN("DateGreaterThan", Family.DATE, Comparison.GREATER, false),
    DATE_GREATER_THAN_EQUALS("DateGreaterThanEquals", Family.DATE, Comparison.GREATER_OR_EQUAL, false),
    BOOL("Bool", Family.BOOL, Comparison.EQUAL, false),
    BINARY_EQUALS("BinaryEquals", Family.BINARY, Comparison.EQUAL, false),
    IP_ADDRESS("IpAddress", Family.IP, Comparison.EQUAL, false),
    NOT_IP_ADDRESS("NotIpAddress", Family.IP, Comparison.EQUAL, true),
    ARN_EQUALS("ArnEquals", Family.ARN, Comparison.EQUAL, false),
    ARN_NOT_EQUALS("ArnNotEquals", Family.ARN, Comparison.EQUAL, true),
    ARN_LIKE("ArnLike", Family.ARN, Comparison.EQUAL, false),
    ARN_NOT_LIKE("ArnNotLike", Family.ARN, Comparison.EQUAL, true),
    NULL("Null", Family.NULL, Comparison.EQUAL, false);

    /** What an operator compares. */
    enum Family {
        STRING,
        STRING_IGNORING_CASE,
        STRING_PATTERN,
        NUMERIC,
        DATE,
        BOOL,
        BINARY,
        IP,
        ARN,
        NULL;

        boolean comparesStrings() {
            return this == STRING || this == STRING_IGNORING_CASE || this == STRING_PATTERN;
        }
    }

    /** How a request value must stand to a policy value. */
    enum Comparison {
        EQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL;

        /** Takes the sign of request value minus policy value. */
        boolean accepts(int sign) {
            return switch (this) {
                case EQUAL -> sign == 0;
                case LESS -> sign < 0;
                case LESS_OR_EQUAL -> sign <= 0;
                case GREATER -> sign > 0;
                case GREATER_OR_EQUAL -> sign >= 0;
            };
        }
    }

    private static final Map<String, Operator> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Operator::text, Function.identity()));

    private final String text;
    private final Family family;
    private final Comparison comparison;
    private final boolean negated;

    Operator(String text, Family family, Comparison comparison, boolean negated) {
        this.text = text;
        this.family = family;
        this.comparison = comparison;
        this.negated = negated;
    }

    /** Returns the operator of exactly this name (rule O11). */
    static Optional<Operator> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** Returns the right spellings of a name that differs in case only. */
    static List<String> spellingsOf(String name) {
        return BY_NAME.keySet().stream().filter(name::equalsIgnoreCase).toList();
    }

    String text() {
        return text;
    }

    Family family() {
        return family;
    }

    Comparison comparison() {
        return comparison;
    }

    boolean negated() {
        return negated;
    }
}
