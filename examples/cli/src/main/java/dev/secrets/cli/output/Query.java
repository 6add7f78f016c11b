package dev.secrets.cli.output;

import io.burt.jmespath.Expression;
import io.burt.jmespath.JmesPath;
import io.burt.jmespath.jcf.JcfRuntime;
import io.burt.jmespath.parser.ParseException;
import org.jspecify.annotations.Nullable;

/** A JMESPath expression: what {@code --query} takes. Immutable. */
public final class Query {
    private final Expression<Object> expression;

    /** @throws IllegalArgumentException if this is no JMESPath expression */
    public Query(String text) {
        JmesPath<Object> runtime = new JcfRuntime();
        try {
            this.expression = runtime.compile(text);
        } catch (ParseException malformed) {
            throw new IllegalArgumentException("Bad value for --query " + text + ": " + malformed.getMessage());
        }
    }

    /** Returns what the expression finds in the answer. */
    public @Nullable Object search(@Nullable Object answer) {
        return expression.search(answer);
    }
}
