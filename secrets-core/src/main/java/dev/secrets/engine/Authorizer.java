package dev.secrets.engine;

import dev.secrets.policy.CallerContext;
import dev.secrets.policy.Decision;
import dev.secrets.policy.IdentityPolicies;
import dev.secrets.policy.PolicyAction;
import dev.secrets.policy.PolicyDocument;
import dev.secrets.policy.PolicyEvaluator;
import dev.secrets.policy.PolicyRequest;
import dev.secrets.policy.PrincipalPolicies;
import java.util.Optional;

/** Asks the policies whether the caller of a call may do something, with the facts that they may judge by. Thread-safe. */
final class Authorizer {
    /** Stands for the resource of an operation that has none. */
    static final String NO_RESOURCE = "*";

    private final Arns arns;
    private final IdentityPolicies policies;
    private final KeyPolicies keyPolicies;

    Authorizer(Arns arns, IdentityPolicies policies, KeyPolicies keyPolicies) {
        this.arns = arns;
        this.policies = policies;
        this.keyPolicies = keyPolicies;
    }

    /** Decides an action that an operation needs. */
    Decision decide(Call call, Operation asked, Action action, String resource, Optional<OpenedSecret> secret) {
        return decide(
                request(call, asked, action, resource, secret),
                policiesOf(call.caller()),
                secret.flatMap(OpenedSecret::resourcePolicy));
    }

    /** Decides an action on a secret as if this were its resource policy. */
    Decision decideUnder(PolicyDocument resourcePolicy, Call call, Action action, OpenedSecret secret) {
        PolicyRequest request = request(call, call.operation(), action, secret.arn(), Optional.of(secret));
        return PolicyEvaluator.decide(request, policiesOf(call.caller()), resourcePolicy);
    }

    /** Decides the use of a key for a version of a secret. */
    Decision decideUseOfKey(Call call, String kmsKeyId, String secretArn, String versionId, PolicyAction action) {
        String keyArn = arns.ofKey(kmsKeyId);
        RequestFacts ofRequest = new RequestFacts(
                call.operation(),
                Optional.empty(),
                keyArn,
                arns,
                call.time(),
                new CallerContext(call.caller().identity()));
        PolicyRequest request = new PolicyRequest(
                call.caller().identity(),
                action,
                keyArn,
                arns.account(),
                new KeyFacts(ofRequest, arns, secretArn, versionId));
        return decide(request, policiesOf(call.caller()), keyPolicies.of(kmsKeyId));
    }

    private static Decision decide(
            PolicyRequest request, PrincipalPolicies policies, Optional<PolicyDocument> ofResource) {
        return ofResource.isPresent()
                ? PolicyEvaluator.decide(request, policies, ofResource.get())
                : PolicyEvaluator.decide(request, policies);
    }

    private PolicyRequest request(
            Call call, Operation asked, Action action, String resource, Optional<OpenedSecret> secret) {
        Caller caller = call.caller();
        Arns owning = arnsOf(resource, caller);
        RequestFacts facts = new RequestFacts(
                asked,
                secret.map(OpenedSecret::secret),
                resource,
                owning,
                call.time(),
                new CallerContext(caller.identity()));
        return new PolicyRequest(caller.identity(), action.qualified(), resource, owning.account(), facts);
    }

    /** What is not the store's can only be the caller's own; what is of no secret, such as a list, is of the caller's account. */
    private Arns arnsOf(String resource, Caller caller) {
        boolean own = isForeign(caller)
                && (resource.equals(NO_RESOURCE) || caller.arns().include(resource));
        return own ? caller.arns() : arns;
    }

    /** Returns whether the caller is of another account than the store. */
    boolean isForeign(Caller caller) {
        return !caller.arns().equals(arns);
    }

    private PrincipalPolicies policiesOf(Caller caller) {
        return caller.role() == Caller.Role.OWNER ? PrincipalPolicies.NONE : policies.policiesOf(caller.identity());
    }
}
