package dev.secrets.policy;

import dev.secrets.model.CallerIdentity;

/**
 * What a caller wants to do: one action on one resource. An operation that needs several actions makes several requests, and all
 * must be allowed (rule E13).
 *
 * <p>Immutable. The context is the only source of facts: what conditions may ask about the caller must be in it too.
 */
public final class PolicyRequest {
    private final CallerIdentity caller;
    private final PolicyAction action;
    private final String resource;
    private final String resourceAccount;
    private final RequestContext context;

    /**
     * Makes a request. A caller that makes many keeps the actions and takes the other constructor.
     *
     * @param caller who asks
     * @param action the action with its service prefix, in any case
     * @param resource the ARN of the resource, or {@code *} for an action that has none (rule M12)
     * @param resourceAccount the account that owns the resource: the caller's own, or another one (rules E4, E5)
     * @param context the facts that conditions and variables may ask for
     */
    public PolicyRequest(
            CallerIdentity caller, String action, String resource, String resourceAccount, RequestContext context) {
        this(caller, PolicyAction.of(action), resource, resourceAccount, context);
    }

    /**
     * Makes a request.
     *
     * @param caller who asks
     * @param action the action
     * @param resource the ARN of the resource, or {@code *} for an action that has none (rule M12)
     * @param resourceAccount the account that owns the resource: the caller's own, or another one (rules E4, E5)
     * @param context the facts that conditions and variables may ask for
     */
    public PolicyRequest(
            CallerIdentity caller,
            PolicyAction action,
            String resource,
            String resourceAccount,
            RequestContext context) {
        this.caller = caller;
        this.action = action;
        this.resource = resource;
        this.resourceAccount = resourceAccount;
        this.context = context;
    }

    /** Returns who asks. */
    public CallerIdentity caller() {
        return caller;
    }

    /** Returns the action as it was given. */
    public String action() {
        return action.text();
    }

    PolicyAction policyAction() {
        return action;
    }

    /** Returns the ARN of the resource, or {@code *}. */
    public String resource() {
        return resource;
    }

    /** Returns the account that owns the resource. */
    public String resourceAccount() {
        return resourceAccount;
    }

    /** Returns the facts. */
    public RequestContext context() {
        return context;
    }

    boolean isSameAccount() {
        return caller.account().isPresent() && caller.account().get().equals(resourceAccount);
    }

    /** Returns caller, action and resource; no facts of the context. */
    @Override
    public String toString() {
        return "PolicyRequest[" + caller.arn() + ", " + action + ", " + resource + "]";
    }
}
