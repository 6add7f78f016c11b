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
        return new Parser(text, syntax, findings, where).parse();
    }

    /** Reads a text once, from its beginning to its end. */
    private static final class Parser {
        private static final String EMPTY_VARIABLE = "${}";

        private final String text;
        private final Syntax syntax;
        private final Findings findings;
        private final Place where;
        private final Matcher variable;
        private final List<Part> parts = new ArrayList<>();
        private final StringBuilder literal = new StringBuilder();

        Parser(String text, Syntax syntax, Findings findings, Place where) {
            this.text = text;
            this.syntax = syntax;
            this.findings = findings;
            this.where = where;
            this.variable = VARIABLE.matcher(text);
        }

        Template parse() {
            if (!syntax.variables && text.contains("${")) {
                findings.warning(
                        "VARIABLE_IN_OLD_VERSION",
                        where,
                        "Plain text here; \"Version\": \"2012-10-17\" turns variables on");
            }
            int end = 0;
            while (end < text.length()) {
                end = readAt(end);
            }
            endLiteral();
            return new Template(text, parts);
        }

        /** Returns where what stands at the place ends. */
        private int readAt(int start) {
            if (syntax.emptyIsText && text.startsWith(EMPTY_VARIABLE, start)) {
                literal.append(EMPTY_VARIABLE);
                return start + EMPTY_VARIABLE.length();
            }
            if (syntax.variables && text.startsWith("${", start)) {
                return readVariable(start);
            }
            readCharacter(text.charAt(start));
            return start + 1;
        }

        private void readCharacter(char character) {
            if (syntax.wildcards && (character == '*' || character == '?')) {
                endLiteral();
                parts.add(character == '*' ? new Part.AnyRun() : new Part.AnyOne());
            } else {
                literal.append(character);
            }
        }

        private int readVariable(int start) {
            if (!variable.region(start, text.length()).lookingAt()) {
                error("Expected ${key} or ${key, 'default'}, found " + Findings.quote(text.substring(start)));
                return text.length();
            }
            String name = variable.group("name");
            if (name == null) {
                readEscape();
            } else {
                readNamed(name);
            }
            return variable.end();
        }

        private void readEscape() {
            String character = variable.group("escape");
            if (variable.group("default") != null) {
                error("${" + character + "} is a character and has no default");
            }
            literal.append(character);
        }

        private void readNamed(String name) {
            String written = variable.group();
            if (!written.startsWith("${" + name + "}") && !written.startsWith("${" + name + ", '")) {
                findings.suggestion("BLANKS_IN_VARIABLE", where, "Write ${" + name + "} without blanks");
            }
            endLiteral();
            parts.add(new Part.Variable(ConditionKey.of(name), variable.group("text")));
        }

        private void error(String message) {
            findings.error("MALFORMED_VARIABLE", where, message);
        }

        private void endLiteral() {
            if (literal.length() > 0) {
                parts.add(new Part.Literal(literal.toString()));
                literal.setLength(0);
            }
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
