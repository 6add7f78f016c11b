package dev.secrets.policy;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a request, with the statement that decided it. {@link #explain} says why, from the same statements; nothing is
 * recorded until it is asked. Immutable; as long-lived as the context of its request.
 */
public final class Decision {
    /** Whether the request may go on. */
    public enum Outcome {
        /** An Allow sufficed and no Deny applied. */
        ALLOWED,
        /** A Deny applied; nothing overrides it. */
        EXPLICITLY_DENIED,
        /** No Deny applied, and no Allow sufficed. */
        IMPLICITLY_DENIED
    }

    /** What decided, in the order in which it is reported (rule E10): for a denial, the first that was missing. */
    public enum Step {
        /** A statement that denies. */
        EXPLICIT_DENY,
        /** The policy of the resource. */
        RESOURCE_POLICY,
        /** The caller's identity policies. */
        IDENTITY_POLICY,
        /** The caller's permissions boundary. */
        BOUNDARY,
        /** The policies of the caller's session. */
        SESSION_POLICY,
        /** The caller is the root user of its account, which starts out with everything (rule E3). */
        ACCOUNT_OWNER,
        /** An error on the way, which is a denial (rule E11). */
        ERROR
    }

    private final Outcome outcome;
    private final Step step;
    private final @Nullable Statement statement;
    private final Evaluation evaluation;
    private final @Nullable RuntimeException failure;

    Decision(
            Outcome outcome,
            Step step,
            @Nullable Statement statement,
            Evaluation evaluation,
            @Nullable RuntimeException failure) {
        this.outcome = outcome;
        this.step = step;
        this.statement = statement;
        this.evaluation = evaluation;
        this.failure = failure;
    }

    /** Returns the outcome. */
    public Outcome outcome() {
        return outcome;
    }

    /** Returns whether the request may go on. */
    public boolean isAllowed() {
        return outcome == Outcome.ALLOWED;
    }

    /** Returns whether the request is refused. */
    public boolean isDenied() {
        return outcome != Outcome.ALLOWED;
    }

    /** Returns what decided. */
    public Step step() {
        return step;
    }

    /** Returns the statement that denies or allows; none for an implicit denial, an error, and the owner of an account. */
    public Optional<StatementReference> statement() {
        return Optional.ofNullable(statement).map(Statement::reference);
    }

    /** Returns the error that led to a denial. */
    public Optional<RuntimeException> failure() {
        return Optional.ofNullable(failure);
    }

    /** Returns what was asked. */
    public PolicyRequest request() {
        return evaluation.request();
    }

    /**
     * Says why, by looking at every statement again: what decided, what came near, what was missing. Meant for the owner and the
     * audit log, not for a caller who was refused. Takes time in proportion to the statements.
     */
    public Explanation explain() {
        return new Explainer(this).explain();
    }

    PrincipalPolicies policies() {
        return evaluation.policies();
    }

    Optional<PolicyDocument> resourcePolicy() {
        return Optional.ofNullable(evaluation.resourcePolicy());
    }

    /** Returns the outcome and the statement that decided. */
    @Override
    public String toString() {
        return "Decision[" + outcome + " by "
                + statement().map(StatementReference::toString).orElse(step.toString()) + "]";
    }
}
