package dev.secrets.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text of a policy that may hold wildcards and policy variables (section 4 of the reference). What a variable yields is
 * literal: never a wildcard, never a variable again (rule V6).
 *
 * <p>Immutable. Without variables the pattern is compiled once; with them, at each evaluation.
 */
final class Template {
    private sealed interface Part {
        record Literal(String text) implements Part {}

        record AnyRun() implements Part {}

        record AnyOne() implements Part {}

        record Variable(
                ConditionKey key,
                boolean multiValued,
                @Nullable String fallback) implements Part {
            Variable(ConditionKey key, @Nullable String fallback) {
                this(key, KnownKeys.isMultiValued(key), fallback);
            }
        }
    }

    /**
     * Which special characters a place of the grammar knows.
     *
     * @param wildcards whether stars and question marks are wildcards
     * @param variables whether variables are expanded
     * @param emptyIsText whether {@code ${}} is text rather than a malformed variable
     */
    record Syntax(boolean wildcards, boolean variables, boolean emptyIsText) {}

    /** {@code ${key}}, {@code ${key, 'default'}}, and {@code ${*}}, {@code ${?}}, {@code ${$}} for the characters themselves. */
    private static final Pattern VARIABLE = Pattern.compile(
            "\\$\\{\\s*(?:(?<escape>[*?$])|(?<name>[^\\s{}$,'*?]+))\\s*(?<default>,\\s*'(?<text>[^']*+)'\\s*)?}");

    private final String text;
    private final List<Part> parts;
    private final List<ConditionKey> variables;

    private final boolean wild;
    /** The pattern, if it has no variables. */
    private final @Nullable Glob fixed;

    private Template(String text, List<Part> parts) {
        this.text = text;
        this.parts = List.copyOf(parts);
        this.variables = parts.stream()
                .filter(Part.Variable.class::isInstance)
                .map(part -> ((Part.Variable) part).key())
                .toList();
        this.wild = parts.stream().anyMatch(part -> part instanceof Part.AnyRun || part instanceof Part.AnyOne);
        this.fixed = variables.isEmpty() ? bind(RequestContext.EMPTY) : null;
    }

    /** Compiles a text; what is malformed becomes an error among the findings. */
    static Template parse(String text, Syntax syntax, Findings findings, Place where) {
        if (!syntax.variables && text.contains("${")) {
            findings.warning(
                    "VARIABLE_IN_OLD_VERSION",
                    where,
                    "Plain text here; \"Version\": \"2012-10-17\" turns variables on");
        }
        List<Part> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        Matcher variable = VARIABLE.matcher(text);
        int i = 0;
        while (i < text.length()) {
            char next = text.charAt(i);
            if (syntax.emptyIsText && text.startsWith("${}", i)) {
                literal.append("${}");
                i += "${}".length();
            } else if (syntax.variables && text.startsWith("${", i)) {
                if (!variable.region(i, text.length()).lookingAt()) {
                    findings.error(
                            "MALFORMED_VARIABLE",
                            where,
                            "Expected ${key} or ${key, 'default'}, found " + Findings.quote(text.substring(i)));
                    break;
                }
                addVariable(variable, parts, literal, findings, where);
                i = variable.end();
            } else {
                if (syntax.wildcards && (next == '*' || next == '?')) {
                    endLiteral(literal, parts);
                    parts.add(next == '*' ? new Part.AnyRun() : new Part.AnyOne());
                } else {
                    literal.append(next);
                }
                i++;
            }
        }
        endLiteral(literal, parts);
        return new Template(text, parts);
    }

    private static void addVariable(
            Matcher variable, List<Part> parts, StringBuilder literal, Findings findings, Place where) {
        String name = variable.group("name");
        if (name == null) {
            if (variable.group("default") != null) {
                findings.error(
                        "MALFORMED_VARIABLE",
                        where,
                        "${" + variable.group("escape") + "} is a character and has no default");
            }
            literal.append(variable.group("escape"));
            return;
        }
        if (!variable.group().startsWith("${" + name + "}") && !variable.group().startsWith("${" + name + ", '")) {
            findings.suggestion("BLANKS_IN_VARIABLE", where, "Write ${" + name + "} without blanks");
        }
        endLiteral(literal, parts);
        parts.add(new Part.Variable(ConditionKey.of(name), variable.group("text")));
    }

    private static void endLiteral(StringBuilder literal, List<Part> parts) {
        if (literal.length() > 0) {
            parts.add(new Part.Literal(literal.toString()));
            literal.setLength(0);
        }
    }

    /** Returns whether the characters of the text match; never if a variable has no value (rule V7). */
    boolean matches(String other, int from, int to, RequestContext context) {
        if (fixed == null && !wild) {
            return equalsPieces(other, from, to, context);
        }
        Glob pattern = fixed != null ? fixed : bind(context);
        return pattern != null && pattern.matches(other, from, to);
    }

    /** Without wildcards there is nothing to compile: the pieces are compared where they stand. */
    private boolean equalsPieces(String other, int from, int to, RequestContext context) {
        int at = from;
        for (Part part : parts) {
            String piece = piece(part, context);
            if (piece == null || !other.startsWith(piece, at)) {
                return false;
            }
            at += piece.length();
        }
        return at == to;
    }

    /** Returns what stands for a part, or null for a variable without a value. */
    private static @Nullable String piece(Part part, RequestContext context) {
        return part instanceof Part.Variable variable ? valueOf(variable, context) : written(part);
    }

    /** Returns the pattern with the variables' values, or null if one has none. */
    private @Nullable Glob bind(RequestContext context) {
        Glob.Builder builder = new Glob.Builder();
        for (Part part : parts) {
            if (part instanceof Part.Literal literal) {
                builder.literal(literal.text());
            } else if (part instanceof Part.AnyRun) {
                builder.star();
            } else if (part instanceof Part.AnyOne) {
                builder.one();
            } else if (part instanceof Part.Variable variable) {
                String value = valueOf(variable, context);
                if (value == null) {
                    return null;
                }
                builder.literal(value);
            }
        }
        return builder.build();
    }

    /** Returns the value of a single-valued key, or the default; keys with several values count as having none (rule V3). */
    private static @Nullable String valueOf(Part.Variable variable, RequestContext context) {
        List<String> values = variable.multiValued() ? List.of() : context.values(variable.key());
        return values.size() == 1 ? values.get(0) : variable.fallback();
    }

    /** Returns the text with the variables' values in their places, or null if one has none. */
    @Nullable
    String expand(RequestContext context) {
        if (variables.isEmpty()) {
            return literalText();
        }
        StringBuilder expanded = new StringBuilder();
        for (Part part : parts) {
            String piece = piece(part, context);
            if (piece == null) {
                return null;
            }
            expanded.append(piece);
        }
        return expanded.toString();
    }

    private String literalText() {
        if (parts.size() == 1 && parts.get(0) instanceof Part.Literal literal) {
            return literal.text();
        }
        StringBuilder all = new StringBuilder();
        parts.forEach(part -> all.append(written(part)));
        return all.toString();
    }

    private static String written(Part part) {
        return part instanceof Part.Literal literal ? literal.text() : part instanceof Part.AnyRun ? "*" : "?";
    }

    /** Returns whether every variable has a value in the context. */
    boolean isResolved(RequestContext context) {
        return fixed != null || bind(context) != null;
    }

    /** Returns whether this matches one text only, whatever the request. */
    boolean isFixed() {
        return fixed != null && fixed.isLiteral();
    }

    /** Returns whether this consists of stars and nothing else. */
    boolean isEverything() {
        return fixed != null && fixed.isEverything();
    }

    /** Returns whether this matches the texts that begin with {@link #prefix} and no others, whatever the request. */
    boolean isPrefix() {
        return fixed != null && fixed.isPrefix();
    }

    /** Returns the literal characters that every matching text begins with, whatever the request. */
    String prefix() {
        if (fixed != null) {
            return fixed.prefix();
        }
        return !parts.isEmpty() && parts.get(0) instanceof Part.Literal literal ? literal.text() : "";
    }

    /** Returns whether this is one variable and nothing else. */
    boolean isOneVariable() {
        return parts.size() == 1 && !variables.isEmpty();
    }

    /** Returns the keys that the variables name. */
    List<ConditionKey> variables() {
        return variables;
    }

    /** Returns the text as it stands in the document. */
    String text() {
        return text;
    }
}
