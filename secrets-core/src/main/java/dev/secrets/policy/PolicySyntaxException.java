package dev.secrets.policy;

import java.util.List;
import java.util.stream.Collectors;

/** A text is not a policy document. Says every problem that was found, each with its place; to act: the author of the text. */
public final class PolicySyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The message shows this many; {@link #problems} has all. */
    private static final int PROBLEMS_IN_MESSAGE = 10;

    private final transient List<Finding> problems;

    PolicySyntaxException(List<Finding> problems) {
        super(message(problems));
        this.problems = List.copyOf(problems);
    }

    private static String message(List<Finding> problems) {
        String shown = problems.stream()
                .limit(PROBLEMS_IN_MESSAGE)
                .map(Finding::toString)
                .collect(Collectors.joining("; "));
        int more = problems.size() - PROBLEMS_IN_MESSAGE;
        return more > 0 ? shown + "; and " + more + " more" : shown;
    }

    /** Returns the problems in the order of the document, at least one and at most 100. */
    public List<Finding> problems() {
        return problems;
    }
}
