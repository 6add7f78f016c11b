package dev.secrets.engine;

import dev.secrets.audit.AuditEvent;
import dev.secrets.audit.AuditEvent.Phase;
import dev.secrets.engine.ServiceEvents.ServiceEvent;
import dev.secrets.model.AccessDeniedException;
import dev.secrets.model.AuditIncompleteException;
import dev.secrets.model.InternalServiceErrorException;
import dev.secrets.model.InvalidRequestException;
import dev.secrets.policy.Decision;
import dev.secrets.policy.PolicyAction;
import dev.secrets.policy.PolicyDocument;
import dev.secrets.policy.StatementReference;
import dev.secrets.state.SecretVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One call on its way: who asks for what, what was decided, and the events that it leaves. Confined to one thread. */
final class Call {
    private static final PolicyAction DECRYPT = PolicyAction.of("kms:Decrypt");
    private static final PolicyAction GENERATE_DATA_KEY = PolicyAction.of("kms:GenerateDataKey");

    private final Engine engine;
    private final Caller caller;
    private final Operation operation;
    private final Instant time;
    private final long startNanos;

    private Optional<String> resourceArn = Optional.empty();
    private @Nullable Decision decision;
    private boolean closed;
    private @Nullable String requestId;
    private @Nullable String newUid;
    private @Nullable String newSuffix;

    Call(Engine engine, Caller caller, Operation operation) {
        this.engine = engine;
        this.caller = caller;
        this.operation = operation;
        this.time = engine.environment().now();
        this.startNanos = engine.isAudited() ? System.nanoTime() : 0;
    }

    Caller caller() {
        return caller;
    }

    Operation operation() {
        return operation;
    }

    Instant time() {
        return time;
    }

    private String requestId() {
        if (requestId == null) {
            requestId = engine.nextRequestId();
        }
        return requestId;
    }

    /** The uid of the secret that the call would make; the same in each attempt. */
    String newUid() {
        if (newUid == null) {
            newUid = engine.environment().random().uuid();
        }
        return newUid;
    }

    /** The suffix of the secret that the call would make, which policies judge by and the answer shows. */
    String newSuffix() {
        if (newSuffix == null) {
            newSuffix = engine.environment().random().arnSuffix();
        }
        return newSuffix;
    }

    // Authorisation

    /** Authorises an operation on the secret that the caller named, there or not (rule S5 of the policy reference). */
    void authorize(SecretOperation asked, Target target) {
        resourceArn = Optional.of(target.arn());
        authorize(asked, target.arn(), target.live().map(LoadedSecret::opened));
    }

    /** Authorises the making of a secret, for the ARN that it will have (rule S4 of the policy reference). */
    void authorizeCreation(SecretOperation asked, String name) {
        String arn = engine.environment().arns().of(name, newSuffix());
        resourceArn = Optional.of(arn);
        authorize(asked, arn, Optional.empty());
    }

    /** Authorises an operation that has no secret of its own. */
    void authorize(Operation asked) {
        authorize(asked, Authorizer.NO_RESOURCE, Optional.empty());
    }

    private void authorize(Operation asked, String resource, Optional<OpenedSecret> secret) {
        requireAllowed(asked, asked.action(), resource, secret);
        List<Action> further = asked.furtherActions();
        for (int i = 0; i < further.size(); i++) { // without an iterator: mostly there are none
            requireAllowed(asked, further.get(i), resource, secret);
        }
    }

    private void requireAllowed(Operation asked, Action action, String resource, Optional<OpenedSecret> secret) {
        if (isOwnersResort(action)) {
            return;
        }
        decision = engine.authorizer().decide(this, asked, action, resource, secret);
        if (decision.isDenied()) {
            throw denied(asked, action);
        }
    }

    /** The owner can always see, replace and remove a resource policy, so that nobody is locked out for good (O22). */
    private boolean isOwnersResort(Action action) {
        return caller.role() == Caller.Role.OWNER
                && (action == Action.GET_RESOURCE_POLICY
                        || action == Action.PUT_RESOURCE_POLICY
                        || action == Action.DELETE_RESOURCE_POLICY);
    }

    /** The same words whether the secret is missing or forbidden, and never which policy decided. */
    private AccessDeniedException denied(Operation asked, Action action) {
        String resource = asked instanceof SecretOperation named ? " on resource: " + named.secretId() : "";
        return new AccessDeniedException(
                "User: " + caller.identity().arn() + " is not authorized to perform: " + action.qualified() + resource);
    }

    /** Returns whether the caller could still replace a resource policy if this one were the secret's. */
    boolean couldManageUnder(PolicyDocument resourcePolicy, OpenedSecret secret) {
        return engine.authorizer()
                .decideUnder(resourcePolicy, this, Action.PUT_RESOURCE_POLICY, secret)
                .isAllowed();
    }

    /** Authorises the operation as if the secret were already as it makes it. */
    void authorizeUnder(OpenedSecret changed) {
        authorize(operation, changed.arn(), Optional.of(changed));
    }

    /**
     * Returns whether a list shows the secret: never to a caller of another account, whose own secrets it would list (section 4.9 of
     * the reference), and else always, unless lists are filtered by what the caller may describe.
     */
    boolean listShows(OpenedSecret secret) {
        return !engine.authorizer().isForeign(caller) && isListed(secret);
    }

    private boolean isListed(OpenedSecret secret) {
        return !engine.environment().filterLists()
                || caller.role() != Caller.Role.CALLER
                || engine.authorizer()
                        .decide(this, operation, Action.DESCRIBE_SECRET, secret.arn(), Optional.of(secret))
                        .isAllowed();
    }

    /** The default key serves the store's own account alone (checklist SEC-05). */
    void requireKeyServesCaller(Optional<String> kmsKeyId) {
        if (engine.authorizer().isForeign(caller) && kmsKeyId.isEmpty()) {
            throw new InvalidRequestException("You can't access a secret from a different AWS account if you encrypt "
                    + "the secret with the default KMS service key.");
        }
    }

    /** Checks that the caller may read the version by its key. */
    void requireMayDecrypt(SecretVersion version, String secretArn) {
        requireKeyServesCaller(version.kmsKeyId());
        if (version.kmsKeyId().isPresent()) {
            requireMayUse(version.kmsKeyId().get(), secretArn, version.id(), DECRYPT);
        }
    }

    /** Checks that the caller may write a version under the key, and read it again. */
    void requireMayEncrypt(Optional<String> kmsKeyId, String secretArn, String versionId) {
        kmsKeyId.ifPresent(key -> {
            requireMayUse(key, secretArn, versionId, GENERATE_DATA_KEY);
            requireMayUse(key, secretArn, versionId, DECRYPT);
        });
    }

    /** Permission to use a key is separate from that to the secret (rule S1); the default key asks for none. */
    private void requireMayUse(String kmsKeyId, String secretArn, String versionId, PolicyAction action) {
        decision = engine.authorizer().decideUseOfKey(this, kmsKeyId, secretArn, versionId, action);
        if (decision.isDenied()) {
            throw new AccessDeniedException("Access to KMS is not allowed");
        }
    }

    // Audit

    /** Leaves the event of a change that is about to be made; refused, nothing is made. */
    void intent() {
        try {
            leave(Phase.INTENT, Optional.empty());
        } catch (RuntimeException | Error refused) {
            closed = true;
            throw new InternalServiceErrorException(
                    "The audit trail did not accept the call. Nothing was changed.", refused);
        }
    }

    /** Leaves the event of an answer that is about to be given; refused, it is withheld. */
    void answered() {
        closed = true;
        try {
            leave(Phase.OUTCOME, Optional.empty());
        } catch (RuntimeException | Error refused) {
            throw new InternalServiceErrorException(
                    "The audit trail did not accept the call. The answer is withheld.", refused);
        }
    }

    /** Leaves the events of a change that was made, and of what happened in its course; refused, the change stands. */
    void changed(List<ServiceEvent> serviceEvents) {
        closed = true;
        try {
            serviceEvents.forEach(
                    event -> engine.serviceEvent(event.name(), Optional.of(event.arn()), requestId(), Map.of()));
            leave(Phase.OUTCOME, Optional.empty());
        } catch (RuntimeException | Error refused) {
            throw new AuditIncompleteException(requestId(), refused);
        }
    }

    /** Leaves the event of a call that was refused or failed; what the listener says to that goes with the exception. */
    <E extends Throwable> E refused(E reason) {
        if (!closed) {
            closed = true;
            try {
                leave(Phase.OUTCOME, Optional.of(StoreFailures.errorCode(reason)));
            } catch (RuntimeException | Error alsoRefused) {
                reason.addSuppressed(alsoRefused);
            }
        }
        return reason;
    }

    private void leave(Phase phase, Optional<String> errorCode) {
        if (!engine.isAudited()) {
            return;
        }
        engine.audit()
                .audit(new AuditEvent(
                        time,
                        requestId(),
                        phase,
                        operation.action().operation(),
                        caller.identity().arn(),
                        resourceArn,
                        operation.parameters(),
                        errorCode,
                        Optional.ofNullable(decision)
                                .flatMap(Decision::statement)
                                .map(StatementReference::toString),
                        sourceAddress(),
                        phase == Phase.OUTCOME ? Optional.of(elapsed()) : Optional.empty()));
    }

    /** Clocks of the day may jump; this is measured. */
    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    private Optional<String> sourceAddress() {
        List<String> addresses = caller.identity().context().getOrDefault("aws:sourceip", List.of());
        return addresses.isEmpty() ? Optional.empty() : Optional.of(addresses.get(0));
    }
}
