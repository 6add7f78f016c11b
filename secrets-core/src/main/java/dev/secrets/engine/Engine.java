package dev.secrets.engine;

import dev.secrets.audit.AuditEvent;
import dev.secrets.audit.AuditListener;
import dev.secrets.keys.KeyManager;
import dev.secrets.keys.ManagedKeys;
import dev.secrets.model.AuditIncompleteException;
import dev.secrets.model.CallerIdentity;
import dev.secrets.model.ChainMac;
import dev.secrets.model.InternalServiceErrorException;
import dev.secrets.model.RootKey;
import dev.secrets.policy.IdentityPolicies;
import dev.secrets.store.SecretStore;
import dev.secrets.store.StoreException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Carries out operations: every call takes the same way through {@link #audited}, in which an operation is only its own part.
 * Thread-safe; holds no lock while it waits for the store, the keys or the audit listener.
 */
public final class Engine {
    /** As many as stand behind the last dash of a UUID. */
    private static final int LAST_DIGITS = 12;

    private static final HexFormat HEX = HexFormat.of();

    private final KeyManager keys;
    private final AuditListener audit;
    private final Environment environment;
    private final SecretRepository repository;
    private final SealedRecords records;
    private final Authorizer authorizer;
    private final AccessLog accesses;
    private final BackgroundWork backgroundWork;
    private final Caller owner;
    private final Caller rotationPrincipal;
    private final String requestIdPrefix;
    private final AtomicLong requests = new AtomicLong();

    /** Makes an engine over its collaborators, which stay the caller's to close. */
    public Engine(
            SecretStore store,
            KeyManager keys,
            IdentityPolicies policies,
            AuditListener audit,
            Environment environment) {
        this.keys = keys;
        this.audit = audit;
        this.environment = environment;
        this.repository = new SecretRepository(store, keys, environment.arns());
        this.records = new SealedRecords(store, keys, repository, environment.arns());
        this.authorizer = new Authorizer(environment.arns(), policies, new KeyPolicies(keys));
        this.accesses = new AccessLog(repository, environment);
        this.backgroundWork = new BackgroundWork(this, repository, accesses);
        this.owner = Caller.owner(environment.arns());
        this.rotationPrincipal =
                environment.rotationPrincipal().map(this::bound).orElse(owner);
        this.requestIdPrefix = environment.random().uuid().substring(0, 23) + "-";
    }

    /** Returns the owner of the store as a caller. */
    public Caller owner() {
        return owner;
    }

    /** Returns as whom rotators act. */
    public Caller rotationPrincipal() {
        return rotationPrincipal;
    }

    /** Returns a caller that the application has authenticated. */
    public Caller bound(CallerIdentity identity) {
        return Caller.bound(identity, environment.arns());
    }

    /** Carries out an operation on one secret that changes nothing. */
    public <R> R read(Caller caller, SecretRead<R> operation) {
        return audited(caller, operation, call -> {
            Target target = locate(parsed(operation, call), call, repository::find);
            call.authorize(operation, target);
            SecretView view = new SecretView(this, call, target.require());
            R answer = operation.read(view);
            answered(call, operation, answer);
            view.answered();
            return answer;
        });
    }

    /** Carries out an operation that has no secret of its own. */
    public <R> R answer(Caller caller, GeneralOperation<R> operation) {
        return audited(caller, operation, call -> {
            call.authorize(operation);
            R answer = operation.answer(new Session(this, call));
            answered(call, operation, answer);
            return answer;
        });
    }

    private static <R> void answered(Call call, AnsweredOperation<R> operation, R answer) {
        try {
            call.answered();
        } catch (RuntimeException | Error refused) {
            operation.withhold(answer);
            throw refused;
        }
    }

    /** Carries out an operation that may change a secret, again from the start whenever another writer was faster. */
    public <R> R change(Caller caller, SecretWrite<R> operation) {
        return audited(caller, operation, call -> {
            Attempt<R> attempt = new Attempt<>(this, call, operation);
            return Retries.untilDurable(attempt::runOnKept, attempt::run);
        });
    }

    SecretReference parsed(SecretOperation operation, Call call) {
        return SecretReference.parse(operation.secretId(), call.caller().arns(), environment.arns());
    }

    Target locate(SecretReference reference, Call call, Function<String, Optional<LoadedSecret>> finder) {
        return Target.of(reference, reference.name().flatMap(finder), environment.arns(), call.time());
    }

    /** The way of every call: whatever stops it leaves an event with the error. */
    private <R> R audited(Caller caller, Operation operation, Function<Call, R> body) {
        Call call = new Call(this, caller, operation);
        try {
            return body.apply(call);
        } catch (StoreException failure) {
            throw call.refused(StoreFailures.translated(failure));
        } catch (RuntimeException refusal) {
            throw call.refused(refusal);
        } catch (Error fatal) {
            throw call.refused(fatal);
        }
    }

    /**
     * Leaves an event of work in the background that was done.
     *
     * @throws AuditIncompleteException if the trail refuses it; the work stands
     */
    public void announce(String event, String arn, Map<String, String> details) {
        String requestId = nextRequestId();
        try {
            serviceEvent(event, Optional.of(arn), requestId, details);
        } catch (RuntimeException | Error refused) {
            throw new AuditIncompleteException(requestId, refused);
        }
    }

    void serviceEvent(String name, Optional<String> arn, String requestId, Map<String, String> details) {
        if (isAudited()) {
            audit.audit(AuditEvent.ofService(environment.now(), requestId, name, arn, details));
        }
    }

    /** Returns what works without a caller. */
    public BackgroundWork backgroundWork() {
        return backgroundWork;
    }

    /**
     * Does work for the store's owner and translates a failure of the store. Only for work that has changed nothing when the store
     * fails, since the message says so.
     *
     * @throws InternalServiceErrorException if the store fails
     */
    public <R> R translatingStoreFailures(Supplier<R> work) {
        return StoreFailures.translating(work);
    }

    /** Returns the store's clock. */
    public Instant storeTime() {
        return StoreFailures.translating(repository::storeTime);
    }

    /** Returns the records as the store has them. */
    public SealedRecords records() {
        return records;
    }

    /** Has the store wrap again what it keeps under the root key. */
    public void rewrapStore(RootKey from, RootKey to) {
        repository.rewrap(from, to);
    }

    /** Returns the keyed digest of the audit trail. */
    public ChainMac auditMac() {
        return keys.auditMac();
    }

    /** Returns the keyed digest of manifests. */
    public ChainMac checkpointMac() {
        return keys.checkpointMac();
    }

    /** Returns the keys, and what can be changed about them. */
    public ManagedKeys managedKeys() {
        return keys.managedKeys();
    }

    /** Returns a client request token for a call that came without one. */
    public String newToken() {
        return environment.random().uuid();
    }

    /** Commits what is noted of reads. */
    public void flush() {
        accesses.flush();
    }

    String nextRequestId() {
        return requestIdPrefix + HEX.toHexDigits(requests.incrementAndGet(), LAST_DIGITS);
    }

    boolean isAudited() {
        return audit != AuditListener.none();
    }

    AuditListener audit() {
        return audit;
    }

    KeyManager keys() {
        return keys;
    }

    Authorizer authorizer() {
        return authorizer;
    }

    /** Returns what surrounds the engine. */
    public Environment environment() {
        return environment;
    }

    /** Returns the secrets of the engine's own store. */
    public SecretRepository repository() {
        return repository;
    }

    AccessLog accesses() {
        return accesses;
    }
}
