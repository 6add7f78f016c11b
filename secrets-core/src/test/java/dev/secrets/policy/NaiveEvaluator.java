package dev.secrets.policy;

import dev.secrets.model.CallerIdentity;
import dev.secrets.model.CallerIdentity.Kind;
import dev.secrets.policy.Decision.Outcome;
import dev.secrets.policy.PlainPolicy.PlainCondition;
import dev.secrets.policy.PlainPolicy.PlainStatement;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A second evaluator, written from the reference alone and as plainly as it can be: no index, no compilation, recursion and the
 * JDK's own parsers. Shares nothing with the real one but the caller's type.
 */
final class NaiveEvaluator {
    private final CallerIdentity caller;
    private final String action;
    private final String resource;
    private final String resourceAccount;
    private final Map<String, List<String>> context = new HashMap<>();

    NaiveEvaluator(
            CallerIdentity caller,
            String action,
            String resource,
            String resourceAccount,
            Map<String, List<String>> context) {
        this.caller = caller;
        this.action = action;
        this.resource = resource;
        this.resourceAccount = resourceAccount;
        context.forEach((key, values) -> this.context.put(key.toLowerCase(Locale.ROOT), values));
    }

    /** Rule E12. */
    Outcome evaluate(List<PlainPolicy> policies) {
        boolean bounded = has(policies, PolicyType.BOUNDARY);
        boolean inSession = has(policies, PolicyType.SESSION);
        for (PlainPolicy policy : policies) {
            for (PlainStatement statement : policy.statements()) {
                if (statement.deny() && applies(policy, statement) && deniesCaller(policy, statement, bounded)) {
                    return Outcome.EXPLICITLY_DENIED;
                }
            }
        }
        Set<PrincipalMatch> grants = grants(policies);
        boolean boundaryOk = !bounded || allows(policies, PolicyType.BOUNDARY);
        boolean sessionOk = !inSession || allows(policies, PolicyType.SESSION);
        boolean identity = caller.kind() == Kind.ROOT
                || allows(policies, PolicyType.IDENTITY) && (caller.kind() != Kind.FEDERATED_USER || inSession);
        boolean inner = identity && boundaryOk && sessionOk;
        boolean allowed;
        if (caller.kind() == Kind.ANONYMOUS || caller.kind() == Kind.SERVICE) {
            allowed = grants.contains(PrincipalMatch.EVERYONE) || grants.contains(PrincipalMatch.SERVICE);
        } else if (!caller.account().equals(Optional.of(resourceAccount))) {
            allowed = inner && !grants.isEmpty();
        } else {
            allowed = inner
                    || grants.contains(PrincipalMatch.EXACT)
                    || grants.contains(PrincipalMatch.EVERYONE) && sessionOk
                    || (grants.contains(PrincipalMatch.ROLE) || grants.contains(PrincipalMatch.FEDERATED_USER))
                            && boundaryOk
                            && sessionOk;
        }
        return allowed ? Outcome.ALLOWED : Outcome.IMPLICITLY_DENIED;
    }

    private static boolean has(List<PlainPolicy> policies, PolicyType type) {
        return policies.stream().anyMatch(policy -> policy.type() == type);
    }

    private boolean allows(List<PlainPolicy> policies, PolicyType type) {
        return policies.stream()
                .filter(policy -> policy.type() == type)
                .anyMatch(policy -> policy.statements().stream()
                        .anyMatch(statement -> !statement.deny() && applies(policy, statement)));
    }

    private Set<PrincipalMatch> grants(List<PlainPolicy> policies) {
        Set<PrincipalMatch> grants = EnumSet.noneOf(PrincipalMatch.class);
        for (PlainPolicy policy : policies) {
            for (PlainStatement statement : policy.statements()) {
                if (policy.type() == PolicyType.RESOURCE && !statement.deny() && applies(policy, statement)) {
                    Set<PrincipalMatch> names = names(statement.principals());
                    if (!statement.notPrincipal()) {
                        grants.addAll(names);
                    } else if (names.isEmpty()) {
                        grants.add(PrincipalMatch.EVERYONE);
                    }
                }
            }
        }
        return grants;
    }

    private boolean deniesCaller(PlainPolicy policy, PlainStatement statement, boolean bounded) {
        if (policy.type() != PolicyType.RESOURCE) {
            return true;
        }
        return statement.notPrincipal()
                ? bounded || !isExempt(statement.principals())
                : !names(statement.principals()).isEmpty();
    }

    private Set<PrincipalMatch> names(List<String> ids) {
        Set<PrincipalMatch> names = EnumSet.noneOf(PrincipalMatch.class);
        for (String id : ids) {
            if (id.equals("*")) {
                names.add(PrincipalMatch.EVERYONE);
            } else if (caller.kind() == Kind.SERVICE) {
                if (id.equals(caller.arn())) {
                    names.add(PrincipalMatch.SERVICE);
                }
            } else if (caller.kind() != Kind.ANONYMOUS) {
                String account = caller.account().orElse("none");
                if (id.equals(account) || id.equals("arn:aws:iam::" + account + ":root")) {
                    names.add(PrincipalMatch.ACCOUNT);
                } else if (id.equals(caller.arn())) {
                    names.add(caller.kind() == Kind.ROLE ? PrincipalMatch.ROLE : PrincipalMatch.EXACT);
                } else if (caller.kind() == Kind.ASSUMED_ROLE && id.equals(caller.principalArn())) {
                    names.add(PrincipalMatch.ROLE);
                } else if (caller.kind() == Kind.FEDERATED_USER
                        && Optional.of(id).equals(caller.issuerArn())) {
                    names.add(PrincipalMatch.FEDERATED_USER);
                }
            }
        }
        return names;
    }

    /** Rule P10. */
    private boolean isExempt(List<String> ids) {
        if (ids.contains("*")) {
            return true;
        }
        if (caller.kind() == Kind.SERVICE || caller.kind() == Kind.ANONYMOUS) {
            return ids.contains(caller.arn());
        }
        String account = caller.account().orElse("none");
        List<String> needed = new ArrayList<>();
        if (caller.kind() != Kind.ROOT) {
            needed.add(caller.arn());
        }
        if (caller.kind() == Kind.ASSUMED_ROLE) {
            needed.add(caller.principalArn());
        }
        return ids.containsAll(needed) && (ids.contains(account) || ids.contains("arn:aws:iam::" + account + ":root"));
    }

    private boolean applies(PlainPolicy policy, PlainStatement statement) {
        boolean variables = policy.version().equals("2012-10-17");
        boolean actionMatches = statement.actions().stream().anyMatch(pattern -> glob(lower(pattern), lower(action)));
        return actionMatches != statement.notAction()
                && coversResource(statement, variables)
                && statement.conditions().stream().allMatch(condition -> holds(condition, variables, statement.deny()));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private boolean coversResource(PlainStatement statement, boolean variables) {
        boolean unresolved = false;
        for (String pattern : statement.resources()) {
            Optional<String> resolved = expand(pattern, variables);
            unresolved |= resolved.isEmpty();
            if (resolved.isPresent() && (pattern.matches("\\*+") || fields(resolved.get(), resource))) {
                return !statement.notResource();
            }
        }
        return statement.notResource() && (!unresolved || statement.deny());
    }

    private static boolean fields(String pattern, String arn) {
        String[] patterns = pattern.split(":", 6);
        String[] texts = arn.split(":", 6);
        if (texts.length < 6 || patterns.length < 6) {
            return false;
        }
        for (int i = 0; i < 6; i++) {
            if (!glob(patterns[i], texts[i])) {
                return false;
            }
        }
        return true;
    }

    /** The characters that stand for literal ones in an expanded pattern, so that a value is never special. */
    private static final String SPECIAL = "*?:$";

    private static final char LITERAL = '\ue000';

    /** Replaces variables by their values, in which special characters are marked as literal; nothing if one has no value. */
    private Optional<String> expand(String text, boolean variables) {
        StringBuilder expanded = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            if (!variables || !text.startsWith("${", i)) {
                expanded.append(text.charAt(i++));
                continue;
            }
            int close = text.indexOf('}', i);
            String inner = text.substring(i + 2, close);
            i = close + 1;
            if (inner.equals("*") || inner.equals("?") || inner.equals("$")) {
                expanded.append(literally(inner));
                continue;
            }
            String name = inner.contains(",") ? inner.substring(0, inner.indexOf(',')) : inner;
            List<String> values =
                    name.equalsIgnoreCase("aws:TagKeys") ? List.of() : context.getOrDefault(lower(name), List.of());
            if (values.size() == 1) {
                expanded.append(literally(values.get(0)));
            } else if (inner.contains(",")) {
                expanded.append(literally(inner.substring(inner.indexOf('\'') + 1, inner.lastIndexOf('\''))));
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(expanded.toString());
    }

    private static String literally(String value) {
        StringBuilder marked = new StringBuilder();
        for (char character : value.toCharArray()) {
            int special = SPECIAL.indexOf(character);
            marked.append(special < 0 ? character : (char) (LITERAL + special));
        }
        return marked.toString();
    }

    private static String unmarked(String marked) {
        StringBuilder text = new StringBuilder();
        for (char character : marked.toCharArray()) {
            boolean special = character >= LITERAL && character < LITERAL + SPECIAL.length();
            text.append(special ? SPECIAL.charAt(character - LITERAL) : character);
        }
        return text.toString();
    }

    /** The definition of a glob, as a table: whether the first i characters of the pattern match the first j of the text. */
    static boolean glob(String pattern, String text) {
        String literals = unmarked(pattern);
        boolean[][] matches = new boolean[pattern.length() + 1][text.length() + 1];
        matches[0][0] = true;
        for (int i = 1; i <= pattern.length(); i++) {
            char next = pattern.charAt(i - 1);
            for (int j = 0; j <= text.length(); j++) {
                matches[i][j] = next == '*'
                        ? matches[i - 1][j] || j > 0 && matches[i][j - 1]
                        : j > 0
                                && matches[i - 1][j - 1]
                                && (next == '?' || literals.charAt(i - 1) == text.charAt(j - 1));
            }
        }
        return matches[pattern.length()][text.length()];
    }

    private boolean holds(PlainCondition condition, boolean variables, boolean deny) {
        List<String> values = context.getOrDefault(lower(condition.key()), List.of());
        boolean negated = condition.operator().contains("Not");
        if (condition.operator().equals("Null")) {
            return condition.values().contains(values.isEmpty() ? "true" : "false");
        }
        if (condition.quantifier().equals("ForAllValues:")) {
            return values.stream().allMatch(value -> negated != someMatches(condition, value, variables));
        }
        if (values.isEmpty()) {
            return condition.ifExists() || condition.quantifier().isEmpty() && negated;
        }
        if (condition.quantifier().equals("ForAnyValue:")) {
            return values.stream().anyMatch(value -> negated != someMatches(condition, value, variables));
        }
        return values.size() > 1 ? deny : negated != someMatches(condition, values.get(0), variables);
    }

    private boolean someMatches(PlainCondition condition, String value, boolean variables) {
        String operator = condition.operator().replace("Not", "");
        return condition.values().stream().anyMatch(expected -> matches(operator, expected, value, variables));
    }

    private boolean matches(String operator, String expected, String value, boolean variables) {
        if (operator.startsWith("String") || operator.startsWith("Arn")) {
            Optional<String> expanded = expand(expected, variables);
            return expanded.isPresent() && textMatches(operator, expanded.get(), value);
        }
        try {
            return switch (operator) {
                case "Bool" -> expected.equalsIgnoreCase(value);
                case "BinaryEquals" ->
                    Arrays.equals(
                            Base64.getDecoder().decode(expected),
                            Base64.getDecoder().decode(value));
                case "IpAddress" -> inBlock(expected, value);
                default ->
                    operator.startsWith("Numeric")
                            ? compares(
                                    operator.substring("Numeric".length()),
                                    number(value).compareTo(number(expected)))
                            : compares(
                                    operator.substring("Date".length()),
                                    date(value).compareTo(date(expected)));
            };
        } catch (IllegalArgumentException | DateTimeException unfit) {
            return false;
        }
    }

    private static boolean textMatches(String operator, String expected, String value) {
        return switch (operator) {
            case "StringEquals" -> unmarked(expected).equals(value);
            case "StringEqualsIgnoreCase" -> unmarked(expected).equalsIgnoreCase(value);
            case "StringLike" -> glob(expected, value);
            default -> fields(expected, value);
        };
    }

    private static boolean compares(String comparison, int sign) {
        return switch (comparison) {
            case "Equals" -> sign == 0;
            case "LessThan" -> sign < 0;
            case "LessThanEquals" -> sign <= 0;
            case "GreaterThan" -> sign > 0;
            default -> sign >= 0;
        };
    }

    private static BigDecimal number(String text) {
        if (!text.matches("[+-]?[0-9]+(\\.[0-9]+)?")) {
            throw new NumberFormatException(text);
        }
        return new BigDecimal(text);
    }

    private static Instant date(String text) {
        if (text.matches("[0-9]{4}")) {
            return date(text + "-01-01");
        }
        if (text.matches("-?[0-9]+(\\.[0-9]+)?")) {
            BigDecimal[] parts = new BigDecimal(text).divideAndRemainder(BigDecimal.ONE);
            return Instant.ofEpochSecond(
                    parts[0].longValueExact(), parts[1].movePointRight(9).longValueExact());
        }
        return text.contains("T")
                ? OffsetDateTime.parse(text).toInstant()
                : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static boolean inBlock(String block, String value) {
        if (!value.matches("[0-9]+(\\.[0-9]+){3}|[0-9a-fA-F.:]*:[0-9a-fA-F.:]*")) {
            return false;
        }
        try {
            byte[] network = InetAddress.getByName(block.split("/")[0]).getAddress();
            byte[] address = InetAddress.getByName(value).getAddress(); // gives IPv4 for a mapped address
            int bits = block.contains("/") ? Integer.parseInt(block.split("/")[1]) : network.length * 8;
            if (network.length != address.length) {
                return false;
            }
            for (int i = 0; i < bits; i++) {
                int mask = 0x80 >> i % 8;
                if ((network[i / 8] & mask) != (address[i / 8] & mask)) {
                    return false;
                }
            }
            return true;
        } catch (UnknownHostException noAddress) {
            return false;
        }
    }
}
