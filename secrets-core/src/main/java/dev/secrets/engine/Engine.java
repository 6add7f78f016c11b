package dev.secrets.engine;

import dev.secrets.audit.AuditEvent;
import dev.secrets.audit.AuditListener;
import dev.secrets.keys.KeyManager;
import dev.secrets.keys.ManagedKeys;
import dev.secrets.model.AuditIncompleteException;
import dev.secrets.model.CallerIdentity;
import dev.secrets.model.ChainMac;
import dev.secrets.model.InternalServiceErrorException;
import dev.secrets.model.LeaseLostException;
import dev.secrets.model.RootKey;
import dev.secrets.model.SecretsManagerException;
import dev.secrets.policy.IdentityPolicies;
import dev.secrets.state.NameRange;
import dev.secrets.state.Secret;
import dev.secrets.store.DueCursor;
import dev.secrets.store.DueSecret;
import dev.secrets.store.OutcomeUnknownException;
import dev.secrets.store.SecretStore;
import dev.secrets.store.StoreConflictException;
import dev.secrets.store.StoreException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Carries out operations: every call takes the same way through {@link #audited}, in which an operation is only its own part.
 * Thread-safe; holds no lock while it waits for the store, the keys or the audit listener.
 */
public final class Engine {
    private static final int DUE_PAGE = 100;

    private final KeyManager keys;
    private final IdentityPolicies policies;
    private final AuditListener audit;
    private final Environment environment;
    private final SecretRepository repository;
    private final SealedRecords records;
    private final KeyPolicies keyPolicies;
    private final AccessLog accesses;
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
        this.policies = policies;
        this.audit = audit;
        this.environment = environment;
        this.repository = new SecretRepository(store, keys, environment.arns());
        this.records = new SealedRecords(store, keys, repository, environment.arns());
        this.keyPolicies = new KeyPolicies(keys);
        this.accesses = new AccessLog(repository, environment);
        this.requestIdPrefix = environment.random().uuid().substring(0, 23) + "-";
    }

    /** Returns the owner of the store as a caller. */
    public Caller owner() {
        return Caller.owner(environment.arns());
    }

    /** Returns as whom rotators act. */
    public Caller rotationPrincipal() {
        return environment.rotationPrincipal().map(this::bound).orElseGet(this::owner);
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
            call.answered();
            view.answered();
            return answer;
        });
    }

    /** Carries out an operation that has no secret of its own. */
    public <R> R answer(Caller caller, GeneralOperation<R> operation) {
        return audited(caller, operation, call -> {
            call.authorize(operation);
            R answer = operation.answer(new Session(this, call));
            call.answered();
            return answer;
        });
    }

    /** Carries out an operation that may change a secret, again from the start whenever another writer was faster. */
    public <R> R change(Caller caller, SecretWrite<R> operation) {
        return audited(caller, operation, call -> {
            Attempt<R> attempt = new Attempt<>(call, operation);
            return attempt.runOnKept().orElseGet(() -> untilDurable(attempt));
        });
    }

    private static <R> R untilDurable(Attempt<R> attempt) {
        Retries retries = new Retries();
        while (true) {
            try {
                return attempt.run();
            } catch (StoreConflictException | OutcomeUnknownException lost) {
                retries.again(lost);
            }
        }
    }

    /** One change, tried until it is durable; its intent is told once. */
    private final class Attempt<R> {
        private final Call call;
        private final SecretWrite<R> operation;
        private boolean intentTold;

        Attempt(Call call, SecretWrite<R> operation) {
            this.call = call;
            this.operation = operation;
        }

        R run() {
            return make(decide(repository::findLatest));
        }

        /** Makes the change on what is kept, if that is how the record is: the commit finds out. */
        Optional<R> runOnKept() {
            try {
                return decideOnKept().map(this::make);
            } catch (StoreConflictException | OutcomeUnknownException outdated) {
                return Optional.empty();
            }
        }

        /** What is kept may be outdated: neither a refusal nor that there is nothing to do may be told on its word. */
        private Optional<Decided<R>> decideOnKept() {
            if (!operation.isTriedOnKept()) {
                return Optional.empty();
            }
            try {
                return Optional.of(decide(repository::findKept)).filter(Decided::changesLive);
            } catch (SecretsManagerException | LeaseLostException perhapsOutdated) {
                return Optional.empty();
            }
        }

        private Decided<R> decide(Function<String, Optional<LoadedSecret>> finder) {
            Target target = locate(reference(), call, finder);
            authorize(target);
            requireChangeable(target);
            Workspace workspace = new Workspace(Engine.this, call, target);
            return new Decided<>(target, operation.write(workspace), workspace);
        }

        private R make(Decided<R> decided) {
            tellIntent();
            commit(decided.target, decided.changed, decided.workspace);
            R answer = decided.changed.answer().get();
            call.changed(ServiceEvents.of(operation, decided.target, decided.changed.after()));
            return answer;
        }

        private SecretReference reference() {
            return operation.creates() ? SecretReference.named(operation.secretId()) : parsed(operation, call);
        }

        private void authorize(Target target) {
            if (operation.creates()) {
                call.authorizeCreation(operation, target.reference().name().orElseThrow());
            } else {
                call.authorize(operation, target);
            }
        }

        private void requireChangeable(Target target) {
            if (!operation.servesReplicas()) {
                target.live().map(LoadedSecret::secret).ifPresent(Secret::requirePrimary);
            }
        }

        private void tellIntent() {
            if (!intentTold) {
                call.intent();
                intentTold = true;
            }
        }
    }

    /** A change that only has to be made. */
    private record Decided<R>(Target target, Changed<R> changed, Workspace workspace) {
        boolean changesLive() {
            return target.live().isPresent()
                    && !changed.after().equals(target.live().map(LoadedSecret::secret));
        }
    }

    private void commit(Target target, Changed<?> changed, Workspace workspace) {
        Optional<LoadedSecret> before = target.live().or(target::remains);
        if (changed.after().isEmpty()) {
            target.live().map(LoadedSecret::record).ifPresent(repository::delete);
        } else if (before.isEmpty()) {
            repository.create(changed.after().get(), workspace.sealedValues());
        } else if (!changed.after().get().equals(before.get().secret())) {
            update(before.get(), changed.after().get(), workspace.sealedValues());
        }
    }

    /** Commits what is noted of reads along with it. */
    private void update(LoadedSecret before, Secret after, SealedValues sealed) {
        Secret noted = accesses.overlay(after);
        repository.update(before.record(), before.secret(), noted, sealed);
        accesses.committed(noted);
    }

    private SecretReference parsed(SecretOperation operation, Call call) {
        return SecretReference.parse(operation.secretId(), call.callerArns(), environment.arns());
    }

    private Target locate(SecretReference reference, Call call, Function<String, Optional<LoadedSecret>> finder) {
        return Target.of(reference, reference.name().flatMap(finder), environment.arns(), call.time());
    }

    /** The way of every call: whatever stops it leaves an event with the error. */
    private <R> R audited(Caller caller, Operation operation, Function<Call, R> body) {
        Call call = new Call(this, caller, operation);
        try {
            return body.apply(call);
        } catch (SecretsManagerException refusal) {
            throw call.refused(refusal, refusal.errorCode());
        } catch (StoreException failure) {
            throw call.refused(Retries.told(failure), "InternalServiceError");
        } catch (RuntimeException defect) {
            throw call.refused(defect, "InternalServiceError");
        } catch (Error fatal) {
            throw call.refused(fatal, "InternalServiceError");
        }
    }

    // Work in the background

    /**
     * Carries out work in the background on the secret of the name, again from the start whenever another writer was faster.
     * Returns what was done; nothing if there was nothing to do, or no such secret.
     *
     * @throws InternalServiceErrorException if the store fails
     */
    public Optional<Maintenance.Done> maintain(String name, Maintenance maintenance) {
        return inStore(() -> maintainUntilDurable(name, maintenance));
    }

    /**
     * Carries out work as {@link #maintain} does, but first tries it on the secret as this process saw it last, without a read: for the
     * worker that holds a lease.
     *
     * @throws InternalServiceErrorException if the store fails
     */
    public Optional<Maintenance.Done> maintainHeld(String name, Maintenance maintenance) {
        return inStore(() -> maintainKept(name, maintenance).or(() -> maintainUntilDurable(name, maintenance)));
    }

    /** What is kept may be outdated: only a commit proves that it is not. */
    private Optional<Maintenance.Done> maintainKept(String name, Maintenance maintenance) {
        try {
            return maintained(repository.findKept(name), maintenance)
                    .filter(done -> !done.after().equals(done.before()));
        } catch (StoreConflictException
                | OutcomeUnknownException
                | SecretsManagerException
                | LeaseLostException perhapsOutdated) {
            return Optional.empty();
        }
    }

    private Optional<Maintenance.Done> maintainUntilDurable(String name, Maintenance maintenance) {
        Retries retries = new Retries();
        while (true) {
            try {
                return maintained(repository.findUnreserved(name), maintenance);
            } catch (StoreConflictException | OutcomeUnknownException lost) {
                retries.again(lost);
            }
        }
    }

    private Optional<Maintenance.Done> maintained(Optional<LoadedSecret> found, Maintenance maintenance) {
        Instant storeTime = repository.storeTime();
        if (found.isEmpty() || found.get().secret().isGone(storeTime)) {
            return Optional.empty();
        }
        Secret before = found.get().secret();
        Optional<Secret> after = maintenance.work(before, storeTime);
        after.filter(changed -> !changed.equals(before))
                .ifPresent(changed -> update(found.get(), changed, SealedValues.none()));
        return after.map(changed ->
                new Maintenance.Done(before, changed, found.get().opened().arn()));
    }

    /**
     * Returns the secret of the name as it is now, for work in the background.
     *
     * @throws InternalServiceErrorException if the store fails
     */
    public Optional<Secret> latest(String name) {
        return inStore(() -> repository.findUnreserved(name)).map(LoadedSecret::secret);
    }

    /**
     * Deletes the secret of the name for good if its recovery window is over; returns whether it did (checklist DEL-10).
     *
     * @throws InternalServiceErrorException if the store fails
     */
    public boolean purge(String name) {
        return inStore(() -> purgeOnce(name));
    }

    private boolean purgeOnce(String name) {
        Optional<LoadedSecret> found = repository.findUnreserved(name);
        if (found.isEmpty() || !found.get().secret().isGone(repository.storeTime())) {
            return false;
        }
        try {
            repository.delete(found.get().record());
        } catch (StoreConflictException restoredOrPurgedMeanwhile) {
            return false;
        }
        ServiceEvents.ended(found.get()).forEach(event -> announce(event.name(), event.arn(), Map.of()));
        return true;
    }

    /** Returns the store's clock. */
    public Instant storeTime() {
        return inStore(repository::storeTime);
    }

    /**
     * Calls with the name of each secret that is due now by the store's clock, soonest first, for as long as it answers yes.
     *
     * @throws InternalServiceErrorException if the store fails
     */
    public void forEachDue(Predicate<String> goesOn) {
        Instant now = storeTime();
        DueCursor cursor = DueCursor.START;
        while (true) {
            List<DueSecret> due = due(now, cursor);
            for (DueSecret secret : due) {
                if (!goesOn.test(secret.name())) {
                    return;
                }
            }
            if (due.size() < DUE_PAGE) {
                return;
            }
            cursor = DueCursor.at(due.get(due.size() - 1));
        }
    }

    private List<DueSecret> due(Instant until, DueCursor after) {
        return inStore(() -> repository.due(until, after, DUE_PAGE));
    }

    /**
     * Calls with each secret that is not gone.
     *
     * @throws InternalServiceErrorException if the store fails
     */
    public void forEachSecret(Consumer<Secret> consumer) {
        Instant now = storeTime();
        inStore(() -> {
            repository.forEachWhile(NameRange.ALL, opened -> {
                Optional.of(opened.secret())
                        .filter(secret -> !secret.isGone(now))
                        .ifPresent(consumer);
                return true;
            });
            return true;
        });
    }

    private static <R> R inStore(Supplier<R> work) {
        try {
            return work.get();
        } catch (StoreException failure) {
            throw Retries.told(failure);
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
            audit.audit(new AuditEvent(
                    environment.now(),
                    requestId,
                    AuditEvent.Phase.OUTCOME,
                    name,
                    Caller.SERVICE_PRINCIPAL.arn(),
                    arn,
                    details,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()));
        }
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
        return requestIdPrefix + HexFormat.of().toHexDigits(requests.incrementAndGet(), 12);
    }

    boolean isAudited() {
        return audit != AuditListener.none();
    }

    AuditListener audit() {
        return audit;
    }

    IdentityPolicies policies() {
        return policies;
    }

    KeyManager keys() {
        return keys;
    }

    KeyPolicies keyPolicies() {
        return keyPolicies;
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
