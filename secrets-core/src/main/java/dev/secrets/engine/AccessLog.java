package dev.secrets.engine;

import dev.secrets.model.SecretsManagerException;
import dev.secrets.state.Secret;
import dev.secrets.state.SecretVersion;
import dev.secrets.store.StoreConflictException;
import dev.secrets.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes which versions were read on which day (checklist GET-14, GET-15) without a write per read: the first read of a version
 * on a day is kept here and shown at once by this process; it is committed in the background, once per secret and day in the
 * usual case. Best effort: it never delays or fails a read, and what was not committed when the process dies is lost.
 */
final class AccessLog {
    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
    private static final int MAX_PENDING = 100_000;
    private static final int MAX_ATTEMPTS = 5;
    private static final long MILLIS_PER_DAY = Duration.ofDays(1).toMillis();

    private final SecretRepository repository;
    private final Environment environment;
    private final Map<Read, LocalDate> pending = new ConcurrentHashMap<>();
    private final AtomicBoolean flushing = new AtomicBoolean();

    private record Read(String name, String uid, String versionId) {}

    AccessLog(SecretRepository repository, Environment environment) {
        this.repository = repository;
        this.environment = environment;
    }

    void note(Secret secret, SecretVersion version, Instant now) {
        long day = Math.floorDiv(now.toEpochMilli(), MILLIS_PER_DAY);
        if (isKnown(version.lastAccessedDay(), day) || pending.size() >= MAX_PENDING) {
            return;
        }
        Read read = new Read(secret.identity().name(), secret.identity().uid(), version.id());
        if (isNew(read, LocalDate.ofEpochDay(day))) {
            flushSoon();
        }
    }

    private boolean isNew(Read read, LocalDate day) {
        LocalDate noted = pending.putIfAbsent(read, day);
        return noted == null || (noted.isBefore(day) && pending.replace(read, noted, day));
    }

    private static boolean isKnown(Optional<LocalDate> known, long day) {
        return known.isPresent() && known.get().toEpochDay() >= day;
    }

    /** Returns the secret as it will be when what is noted has been committed. */
    Secret overlay(Secret secret) {
        if (pending.isEmpty()) {
            return secret;
        }
        Secret noted = secret;
        for (SecretVersion version : secret.versions().all()) {
            LocalDate day = pending.get(
                    new Read(secret.identity().name(), secret.identity().uid(), version.id()));
            noted = day == null ? noted : noted.accessed(version.id(), day);
        }
        return noted;
    }

    /** Commits a secret in place of what was found, and what is noted of its reads along with it. */
    void commitWith(LoadedSecret before, Secret after, SealedValues sealed) {
        Secret noted = overlay(after);
        repository.update(before.record(), before.secret(), noted, sealed);
        committed(noted);
    }

    /** What a commit of the secret has brought to the store need not be committed again. */
    private void committed(Secret secret) {
        if (pending.isEmpty()) {
            return;
        }
        for (SecretVersion version : secret.versions().all()) {
            version.lastAccessedDay()
                    .ifPresent(day -> pending.remove(
                            new Read(secret.identity().name(), secret.identity().uid(), version.id()), day));
        }
    }

    private void flushSoon() {
        if (!flushing.compareAndSet(false, true)) {
            return;
        }
        try {
            environment.background().execute(this::flush);
        } catch (RejectedExecutionException shutDown) {
            flushing.set(false);
            LOG.debug("Dates of last access are committed when the manager is closed", shutDown);
        }
    }

    /** Commits what is noted; what can't be committed now stays noted. */
    void flush() {
        flushing.set(false);
        List.copyOf(pending.entrySet()).forEach(entry -> flush(entry.getKey(), entry.getValue()));
    }

    private void flush(Read read, LocalDate day) {
        try {
            for (int attempt = 0; attempt < MAX_ATTEMPTS && day.equals(pending.get(read)); attempt++) {
                if (isCommitted(read, day)) {
                    pending.remove(read, day);
                    return;
                }
            }
        } catch (StoreException | SecretsManagerException failed) {
            LOG.debug("A date of last access could not be committed", failed);
        }
    }

    private boolean isCommitted(Read read, LocalDate day) {
        Optional<LoadedSecret> found = repository
                .findLatest(read.name)
                .filter(loaded -> loaded.record().secretUid().equals(read.uid))
                .filter(loaded -> !loaded.secret().isGone(environment.now()));
        if (found.isEmpty()) {
            return true;
        }
        Secret before = found.get().secret();
        Secret after = before.accessed(read.versionId, day);
        try {
            if (after != before) {
                commitWith(found.get(), after, SealedValues.none());
            }
            return true;
        } catch (StoreConflictException lostRace) {
            return false; // the next attempt decides on the newer record
        }
    }
}
