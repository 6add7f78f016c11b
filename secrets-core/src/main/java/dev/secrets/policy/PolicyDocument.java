package dev.secrets.policy;

import java.util.List;
import java.util.Optional;

/**
 * A policy that parsed: what can be evaluated. There is no other way to one than {@link #parse}, so a document that exists has
 * passed every check of the grammar, and evaluating it is bounded in time and memory. Immutable and thread-safe; made once, used
 * for any number of decisions.
 */
public final class PolicyDocument {
    private final String name;
    private final String text;
    private final PolicyType type;
    private final Optional<String> id;
    private final boolean variables;
    private final List<Statement> statements;
    private final List<Finding> notes;
    private final StatementIndex index;

    PolicyDocument(
            String name,
            String text,
            PolicyType type,
            Optional<String> id,
            boolean variables,
            List<Statement> statements,
            List<Finding> notes) {
        this.name = name;
        this.text = text;
        this.type = type;
        this.id = id;
        this.variables = variables;
        this.statements = List.copyOf(statements);
        this.notes = notes;
        this.index = new StatementIndex(statements);
    }

    /**
     * Parses a policy under the name of its type.
     *
     * @throws PolicySyntaxException if the text is not a policy of this type; it says every problem that was found
     */
    public static PolicyDocument parse(String text, PolicyType type) {
        return parse(type.words(), text, type);
    }

    /**
     * Parses a policy.
     *
     * @param name what decisions call the policy
     * @param text the JSON text of the policy, nothing before or after it
     * @param type what the policy is attached to
     * @throws PolicySyntaxException if the text is not a policy of this type; it says every problem that was found
     */
    public static PolicyDocument parse(String name, String text, PolicyType type) {
        return new PolicyParser(name, text, type).parse();
    }

    /** Returns the name that decisions call the policy. */
    public String name() {
        return name;
    }

    /** Returns the text as it was given. */
    public String text() {
        return text;
    }

    /** Returns what the policy is attached to. */
    public PolicyType type() {
        return type;
    }

    /** Returns the Id element. */
    public Optional<String> id() {
        return id;
    }

    /** Returns how many statements there are, at least one. */
    public int size() {
        return statements.size();
    }

    /** Whether the version turns policy variables on (rule V1). */
    boolean variables() {
        return variables;
    }

    List<Statement> statements() {
        return statements;
    }

    /** What the parser noticed that is no error. */
    List<Finding> notes() {
        return notes;
    }

    StatementIndex index() {
        return index;
    }

    /** Returns name, type and number of statements. */
    @Override
    public String toString() {
        return "PolicyDocument[" + name + ", " + type + ", " + statements.size() + " statements]";
    }
}
