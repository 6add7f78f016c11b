package dev.secrets.engine;

import dev.secrets.model.InternalServiceErrorException;
import dev.secrets.model.LeaseLostException;
import dev.secrets.model.SecretsManagerException;
import dev.secrets.state.NameRange;
import dev.secrets.state.Secret;
import dev.secrets.store.DueCursor;
import dev.secrets.store.DueSecret;
import dev.secrets.store.StoreConflictException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Work on secrets that no caller asks for: rotations, copies to other regions, deletions whose time has come. Nobody is authorised;
 * whoever works leaves an event of what was done. Thread-safe; holds no lock while it waits for the store.
 */
public final class BackgroundWork {
    private static final int DUE_PAGE = 100;

    private final Engine engine;
    private final SecretRepository repository;
    private final AccessLog accesses;

    BackgroundWork(Engine engine, SecretRepository repository, AccessLog accesses) {
        this.engine = engine;
        this.repository = repository;
        this.accesses = accesses;
    }

    /**
     * Carries out work in the background on the secret of the name, again from the start whenever another writer was faster.
     * Returns what was done; nothing if there was nothing to do, or no such secret.
     *
     * @throws InternalServiceErrorException if the store fails
     */
    public Optional<Maintenance.Done> maintain(String name, Maintenance maintenance) {
        return StoreFailures.translating(() -> Retries.untilDurable(() -> maintainedNow(name, maintenance)));
    }

    /**
     * Carries out work as {@link #maintain} does, but first tries it on the secret as this process saw it last, without a read: for the
     * worker that holds a lease.
     *
     * @throws InternalServiceErrorException if the store fails
     */
    public Optional<Maintenance.Done> maintainHeld(String name, Maintenance maintenance) {
        return StoreFailures.translating(() -> Retries.untilDurable(
                () -> maintainedKept(name, maintenance).map(Optional::of), () -> maintainedNow(name, maintenance)));
    }

    /** What is kept may be outdated: only a commit proves that it is not. */
    private Optional<Maintenance.Done> maintainedKept(String name, Maintenance maintenance) {
        try {
            return maintained(repository.findKept(name), maintenance)
                    .filter(done -> !done.after().equals(done.before()));
        } catch (SecretsManagerException | LeaseLostException perhapsOutdated) {
            return Optional.empty();
        }
    }

    private Optional<Maintenance.Done> maintainedNow(String name, Maintenance maintenance) {
        return maintained(repository.findUnreserved(name), maintenance);
    }

    private Optional<Maintenance.Done> maintained(Optional<LoadedSecret> found, Maintenance maintenance) {
        Instant storeTime = repository.storeTime();
        if (found.isEmpty() || found.get().secret().isGone(storeTime)) {
            return Optional.empty();
        }
        Secret before = found.get().secret();
        Optional<Secret> after = maintenance.work(before, storeTime);
        after.filter(changed -> !changed.equals(before))
                .ifPresent(changed -> accesses.commitWith(found.get(), changed, SealedValues.none()));
        return after.map(changed ->
                new Maintenance.Done(before, changed, found.get().opened().arn()));
    }

    /**
     * Returns the secret of the name as it is now, for work in the background.
     *
     * @throws InternalServiceErrorException if the store fails
     */
    public Optional<Secret> latest(String name) {
        return StoreFailures.translating(() -> repository.findUnreserved(name)).map(LoadedSecret::secret);
    }

    /**
     * Deletes the secret of the name for good if its recovery window is over; returns whether it did (checklist DEL-10).
     *
     * @throws InternalServiceErrorException if the store fails
     */
    public boolean purge(String name) {
        return StoreFailures.translating(() -> purgeOnce(name));
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
        ServiceEvents.ended(found.get()).forEach(event -> engine.announce(event.name(), event.arn(), Map.of()));
        return true;
    }

    /**
     * Calls with the name of each secret that is due now by the store's clock, soonest first, for as long as it answers yes.
     *
     * @throws InternalServiceErrorException if the store fails
     */
    public void forEachDue(Predicate<String> goesOn) {
        forEachDue(engine.storeTime(), due -> goesOn.test(due.name()));
    }

    /**
     * Calls as {@link #forEachDue(Predicate)} does, without those that are known to be due for something else than the end of their
     * recovery window: a backlog of rotations is not read for it.
     *
     * @throws InternalServiceErrorException if the store fails
     */
    public void forEachPerhapsGone(Predicate<String> goesOn) {
        Instant now = engine.storeTime();
        forEachDue(now, due -> isKnownToStay(due, now) || goesOn.test(due.name()));
    }

    /** What this process saw last is outdated if it was due at another time. */
    private boolean isKnownToStay(DueSecret due, Instant now) {
        return repository
                .findKept(due.name())
                .filter(kept -> kept.record().dueAt().equals(Optional.of(due.dueAt())))
                .filter(kept -> !kept.secret().isGone(now))
                .isPresent();
    }

    private void forEachDue(Instant now, Predicate<DueSecret> goesOn) {
        DueCursor cursor = DueCursor.START;
        while (true) {
            List<DueSecret> due = due(now, cursor);
            for (DueSecret secret : due) {
                if (!goesOn.test(secret)) {
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
        return StoreFailures.translating(() -> repository.due(until, after, DUE_PAGE));
    }

    /**
     * Calls with each secret that is not gone.
     *
     * @throws InternalServiceErrorException if the store fails
     */
    public void forEachSecret(Consumer<Secret> consumer) {
        Instant now = engine.storeTime();
        StoreFailures.translating(() -> {
            repository.forEachWhile(NameRange.ALL, opened -> {
                Optional.of(opened.secret())
                        .filter(secret -> !secret.isGone(now))
                        .ifPresent(consumer);
                return true;
            });
            return true;
        });
    }
}
