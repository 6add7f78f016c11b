package dev.secrets.engine;

import dev.secrets.model.LeaseLostException;
import dev.secrets.model.SecretsManagerException;
import dev.secrets.state.Secret;
import java.util.Optional;
import java.util.function.Function;

/** One change of a caller, tried until it is durable; its intent is told once. */
final class Attempt<R> {
    private final Engine engine;
    private final SecretRepository repository;
    private final Call call;
    private final SecretWrite<R> operation;
    private boolean intentTold;

    Attempt(Engine engine, Call call, SecretWrite<R> operation) {
        this.engine = engine;
        this.repository = engine.repository();
        this.call = call;
        this.operation = operation;
    }

    R run() {
        return make(decide(repository::findLatest));
    }

    /** Makes the change on what is kept, if that is how the record is: the commit finds out. */
    Optional<R> runOnKept() {
        return decideOnKept().map(this::make);
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
        Target target = engine.locate(reference(), call, finder);
        authorize(target);
        requireChangeable(target);
        Workspace workspace = new Workspace(engine, call, target);
        return new Decided<>(target, operation.write(workspace), workspace);
    }

    private R make(Decided<R> decided) {
        tellIntent();
        commit(decided);
        R answer = decided.changed.answer().get();
        call.changed(ServiceEvents.of(operation, decided.target, decided.changed.after()));
        return answer;
    }

    private SecretReference reference() {
        return operation.creates() ? SecretReference.named(operation.secretId()) : engine.parsed(operation, call);
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

    private void commit(Decided<R> decided) {
        Target target = decided.target;
        Optional<LoadedSecret> before = target.live().or(target::remains);
        Optional<Secret> after = decided.changed.after();
        if (after.isEmpty()) {
            target.live().map(LoadedSecret::record).ifPresent(repository::delete);
        } else if (before.isEmpty()) {
            repository.create(after.get(), decided.workspace.sealedValues());
        } else if (!after.get().equals(before.get().secret())) {
            engine.accesses().commitWith(before.get(), after.get(), decided.workspace.sealedValues());
        }
    }

    /** A change that only has to be made. */
    private record Decided<R>(Target target, Changed<R> changed, Workspace workspace) {
        boolean changesLive() {
            return target.live().isPresent()
                    && !changed.after().equals(target.live().map(LoadedSecret::secret));
        }
    }
}
