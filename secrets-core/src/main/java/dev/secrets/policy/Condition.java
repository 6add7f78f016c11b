package dev.secrets.policy;

import java.util.List;
import java.util.stream.Stream;

/**
 * One key of one operator block: {@code "StringEquals": {"aws:ResourceTag/team": ["a", "b"]}}. Rules C1 to C13. Immutable.
 */
final class Condition {
    /** A set operator in front of the operator. */
    enum Quantifier {
        NONE(""),
        FOR_ALL_VALUES("ForAllValues:"),
        FOR_ANY_VALUE("ForAnyValue:");

        private final String prefix;

        Quantifier(String prefix) {
            this.prefix = prefix;
        }
    }

    /** An operator with what stands around it: {@code ForAnyValue:StringLikeIfExists}. */
    record Test(Quantifier quantifier, Operator operator, boolean ifExists) {
        String text() {
            return quantifier.prefix + operator.text() + (ifExists ? "IfExists" : "");
        }
    }

    private final Test test;
    private final ConditionKey key;
    private final Operand[] operands;

    Condition(Test test, ConditionKey key, List<Operand> operands) {
        this.test = test;
        this.key = key;
        this.operands = operands.toArray(Operand[]::new);
    }

    /**
     * Returns whether the condition holds.
     *
     * @param undecidable the answer when an operator for single values meets several (rule O1)
     */
    boolean holds(RequestContext context, boolean undecidable) {
        List<String> values = context.values(key);
        if (test.operator == Operator.NULL) {
            return isNullAsWanted(values.isEmpty());
        }
        return switch (test.quantifier) {
            case FOR_ALL_VALUES -> everyValueHolds(values, context);
            case FOR_ANY_VALUE -> values.isEmpty() ? test.ifExists : someValueHolds(values, context);
            case NONE ->
                switch (values.size()) {
                    case 0 -> test.ifExists || test.operator.negated();
                    case 1 -> valueHolds(values.get(0), context);
                    default -> undecidable;
                };
        };
    }

    /** Set operators make no sense with Null; they answer as AWS's analyser says (rule C6). */
    private boolean isNullAsWanted(boolean absent) {
        return switch (test.quantifier) {
            case FOR_ALL_VALUES -> true;
            case FOR_ANY_VALUE -> false;
            case NONE -> {
                for (Operand operand : operands) {
                    if (operand instanceof Operand.Bool wanted && wanted.wanted() == absent) {
                        yield true;
                    }
                }
                yield false;
            }
        };
    }

    private boolean everyValueHolds(List<String> values, RequestContext context) {
        for (int i = 0; i < values.size(); i++) {
            if (!valueHolds(values.get(i), context)) {
                return false;
            }
        }
        return true;
    }

    private boolean someValueHolds(List<String> values, RequestContext context) {
        for (int i = 0; i < values.size(); i++) {
            if (valueHolds(values.get(i), context)) {
                return true;
            }
        }
        return false;
    }

    /** The policy's values are alternatives; a negated operator wants none of them (rules C1, C2, C8). */
    private boolean valueHolds(String value, RequestContext context) {
        for (Operand operand : operands) {
            if (operand.matches(value, context)) {
                return !test.operator.negated();
            }
        }
        return test.operator.negated();
    }

    /** Returns whether the condition demands the key: a request without it fails, whatever else it has. */
    boolean failsWithoutKey() {
        if (test.operator == Operator.NULL) {
            return test.quantifier == Quantifier.NONE && !isNullAsWanted(true);
        }
        return test.quantifier != Quantifier.FOR_ALL_VALUES
                && !test.ifExists
                && (test.quantifier == Quantifier.FOR_ANY_VALUE || !test.operator.negated());
    }

    /** Says why the condition does not hold for these values of its key. */
    String reason(List<String> values, RequestContext context) {
        if (test.operator == Operator.NULL) {
            return values.isEmpty() ? "the request has no such key" : "the request has the key";
        }
        if (values.isEmpty()) {
            return "the request has no such key";
        }
        if (test.quantifier == Quantifier.NONE && values.size() > 1) {
            return "the request has several values; the operator needs ForAllValues: or ForAnyValue: before it";
        }
        return "the request has " + values + unfitness(values) + missingVariables(context);
    }

    private String unfitness(List<String> values) {
        return values.stream()
                .flatMap(value -> Stream.of(operands).flatMap(operand -> operand.unfit(value).stream()))
                .findFirst()
                .map(kind -> ", which is not " + kind)
                .orElse("");
    }

    private String missingVariables(RequestContext context) {
        return Stream.of(operands)
                .flatMap(Operand::variables)
                .filter(variable -> context.values(variable).size() != 1)
                .findFirst()
                .map(variable -> ", and the variable ${" + variable + "} has no value")
                .orElse("");
    }

    /** Returns the keys that the condition and its variables ask for. */
    Stream<ConditionKey> keys() {
        return Stream.concat(Stream.of(key), Stream.of(operands).flatMap(Operand::variables));
    }

    Test test() {
        return test;
    }

    ConditionKey key() {
        return key;
    }

    List<Operand> operands() {
        return List.of(operands);
    }
}
