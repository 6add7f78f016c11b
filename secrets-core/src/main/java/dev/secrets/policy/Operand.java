package dev.secrets.policy;

import dev.secrets.policy.Operator.Comparison;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One value of a condition, compiled for its operator. A request value that is not of the operator's kind does not match, and
 * neither does a policy value whose variables have no value; a negated operator turns both into a match (rules C13, V7, O2).
 */
sealed interface Operand {
    /** Returns whether the request value stands to this one as the operator, without its negation, demands. */
    boolean matches(String value, RequestContext context);

    /** Returns this value for an explanation, variables expanded where they have a value. */
    String words(RequestContext context);

    /** Returns the keys that variables ask for. */
    default Stream<ConditionKey> variables() {
        return Stream.empty();
    }

    /** Returns what a request value of the operator's kind is, if this one is not of it; for an explanation. */
    default Optional<String> unfit(String value) {
        return Optional.empty();
    }

    /** A string, or a string with wildcards. */
    record Pattern(Template template) implements Operand {
        @Override
        public boolean matches(String value, RequestContext context) {
            return template.matches(value, 0, value.length(), context);
        }

        @Override
        public String words(RequestContext context) {
            return wordsOf(template, context);
        }

        @Override
        public Stream<ConditionKey> variables() {
            return template.variables().stream();
        }
    }

    /** A string whatever its case, and whatever the default locale. */
    record IgnoringCase(Template template) implements Operand {
        @Override
        public boolean matches(String value, RequestContext context) {
            String expected = template.expand(context);
            return expected != null && expected.equalsIgnoreCase(value);
        }

        @Override
        public String words(RequestContext context) {
            return wordsOf(template, context);
        }

        @Override
        public Stream<ConditionKey> variables() {
            return template.variables().stream();
        }
    }

    /** An ARN, field by field. */
    record Arn(ArnPattern pattern) implements Operand {
        @Override
        public boolean matches(String value, RequestContext context) {
            return pattern.matches(value, context);
        }

        @Override
        public String words(RequestContext context) {
            return pattern.text();
        }

        @Override
        public Stream<ConditionKey> variables() {
            return pattern.variables();
        }
    }

    /** An ARN that is the value of one variable: the same ARN, without wildcards. */
    record WholeArn(Template template) implements Operand {
        @Override
        public boolean matches(String value, RequestContext context) {
            return value.startsWith("arn:")
                    && ArnFields.resourceFieldOf(value) < value.length()
                    && template.matches(value, 0, value.length(), context);
        }

        @Override
        public String words(RequestContext context) {
            return wordsOf(template, context);
        }

        @Override
        public Stream<ConditionKey> variables() {
            return template.variables().stream();
        }
    }

    /** A decimal number. */
    record Number(Decimal number, Comparison comparison) implements Operand {
        @Override
        public boolean matches(String value, RequestContext context) {
            Decimal other = Decimal.parse(value);
            return other != null && comparison.accepts(other.compareTo(number));
        }

        @Override
        public String words(RequestContext context) {
            return number.toString();
        }

        @Override
        public Optional<String> unfit(String value) {
            return Decimal.parse(value) == null ? Optional.of("a number") : Optional.empty();
        }
    }

    /** A moment. */
    record Date(Instant instant, Comparison comparison) implements Operand {
        @Override
        public boolean matches(String value, RequestContext context) {
            Instant other = Dates.parse(value);
            return other != null && comparison.accepts(other.compareTo(instant));
        }

        @Override
        public String words(RequestContext context) {
            return instant.toString();
        }

        @Override
        public Optional<String> unfit(String value) {
            return Dates.parse(value) == null ? Optional.of("a date") : Optional.empty();
        }
    }

    /** A truth value. */
    record Bool(boolean wanted) implements Operand {
        @Override
        public boolean matches(String value, RequestContext context) {
            return (wanted ? "true" : "false").equalsIgnoreCase(value);
        }

        @Override
        public String words(RequestContext context) {
            return Boolean.toString(wanted);
        }
    }

    /** Bytes in base64; null if the policy's value is none, which never matches (rule C20). */
    record Binary(String text, byte @Nullable [] bytes) implements Operand {
        static Binary parse(String text) {
            return new Binary(text, decode(text));
        }

        private static byte @Nullable [] decode(String text) {
            try {
                return Base64.getDecoder().decode(text);
            } catch (IllegalArgumentException notBase64) {
                return null; // an answer, not a failure: rule C20
            }
        }

        @Override
        public boolean matches(String value, RequestContext context) {
            byte[] other = decode(value);
            return bytes != null && other != null && Arrays.equals(bytes, other);
        }

        @Override
        public String words(RequestContext context) {
            return text;
        }

        @Override
        public Optional<String> unfit(String value) {
            return decode(value) == null ? Optional.of("base64") : Optional.empty();
        }
    }

    /** A block of addresses. */
    record Ip(IpBlock block) implements Operand {
        @Override
        public boolean matches(String value, RequestContext context) {
            IpBlock.Address address = IpBlock.Address.parse(value);
            return address != null && block.contains(address.unmapped());
        }

        @Override
        public String words(RequestContext context) {
            return block.text();
        }

        @Override
        public Optional<String> unfit(String value) {
            return IpBlock.Address.parse(value) == null ? Optional.of("an address") : Optional.empty();
        }
    }

    private static String wordsOf(Template template, RequestContext context) {
        String expanded = template.expand(context);
        return expanded == null ? template.text() : expanded;
    }
}
