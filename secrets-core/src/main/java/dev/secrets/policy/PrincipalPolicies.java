package dev.secrets.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The policies that a caller brings along: identity policies, which grant; a permissions boundary and session policies, which cap
 * what those grant (rules E7, E8). Several session policies of one session are a union, as several identity policies are.
 *
 * <p>Immutable and thread-safe. Indexed when it is made, so keep it rather than make it for each decision.
 */
public final class PrincipalPolicies {
    /** No policies: whoever has these may do what resource policies alone allow. */
    public static final PrincipalPolicies NONE = new PrincipalPolicies(List.of());

    private final List<PolicyDocument> identity;
    private final Optional<PolicyDocument> boundary;
    private final List<PolicyDocument> session;
    private final StatementIndex identityIndex;
    private final StatementIndex boundaryIndex;
    private final StatementIndex sessionIndex;

    /**
     * Takes the identity policies; {@link #boundary(PolicyDocument)} and {@link #session(PolicyDocument...)} add what caps them.
     *
     * @throws IllegalArgumentException if one was parsed as another type than {@link PolicyType#IDENTITY}
     */
    public PrincipalPolicies(List<PolicyDocument> identity) {
        this(identity, Optional.empty(), List.of());
    }

    /**
     * Takes the identity policies.
     *
     * @throws IllegalArgumentException if one was parsed as another type than {@link PolicyType#IDENTITY}
     */
    public PrincipalPolicies(PolicyDocument... identity) {
        this(List.of(identity));
    }

    private PrincipalPolicies(
            List<PolicyDocument> identity, Optional<PolicyDocument> boundary, List<PolicyDocument> session) {
        requireType(PolicyType.IDENTITY, identity);
        requireType(PolicyType.BOUNDARY, boundary.stream().toList());
        requireType(PolicyType.SESSION, session);
        this.identity = List.copyOf(identity);
        this.boundary = boundary;
        this.session = List.copyOf(session);
        this.identityIndex = indexOf(identity);
        this.boundaryIndex = boundary.map(PolicyDocument::index).orElse(StatementIndex.EMPTY);
        this.sessionIndex = indexOf(session);
    }

    private static void requireType(PolicyType type, List<PolicyDocument> documents) {
        for (PolicyDocument document : documents) {
            if (document.type() != type) {
                throw new IllegalArgumentException("The policy \"" + document.name() + "\" was parsed as "
                        + document.type() + "; expected " + type);
            }
        }
    }

    private static StatementIndex indexOf(List<PolicyDocument> documents) {
        if (documents.size() == 1) {
            return documents.get(0).index();
        }
        List<Statement> statements = new ArrayList<>();
        documents.forEach(document -> statements.addAll(document.statements()));
        return new StatementIndex(statements);
    }

    /**
     * Returns a copy with this permissions boundary.
     *
     * @throws IllegalArgumentException if it was parsed as another type than {@link PolicyType#BOUNDARY}
     */
    public PrincipalPolicies boundary(PolicyDocument policy) {
        return new PrincipalPolicies(identity, Optional.of(policy), session);
    }

    /**
     * Returns a copy with these session policies.
     *
     * @throws IllegalArgumentException if one was parsed as another type than {@link PolicyType#SESSION}
     */
    public PrincipalPolicies session(PolicyDocument... policies) {
        return new PrincipalPolicies(identity, boundary, List.of(policies));
    }

    /** Returns the identity policies. */
    public List<PolicyDocument> identity() {
        return identity;
    }

    /** Returns the permissions boundary. */
    public Optional<PolicyDocument> boundary() {
        return boundary;
    }

    /** Returns the policies of the session. */
    public List<PolicyDocument> session() {
        return session;
    }

    boolean isBounded() {
        return boundary.isPresent();
    }

    boolean hasSessionPolicy() {
        return !session.isEmpty();
    }

    StatementIndex identityIndex() {
        return identityIndex;
    }

    StatementIndex boundaryIndex() {
        return boundaryIndex;
    }

    StatementIndex sessionIndex() {
        return sessionIndex;
    }

    /** Returns how many policies there are of each kind. */
    @Override
    public String toString() {
        return "PrincipalPolicies[identity=" + identity.size() + ", boundary=" + boundary.isPresent() + ", session="
                + session.size() + "]";
    }
}
