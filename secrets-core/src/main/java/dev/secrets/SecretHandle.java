package dev.secrets;

import dev.secrets.model.GetSecretValueResponse;
import dev.secrets.model.InternalServiceErrorException;
import dev.secrets.store.Subscription;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A live, typed view of a secret's current value, for whoever has to follow its rotation: {@link #get} returns a value that was
 * current at most the maximum staleness ago, and is quick because the value is read again before it is that old.
 *
 * <p>While the store is away the last value is kept, for as long as the options tolerate; a denial, a deletion or a value that does
 * not have the type's form ends it at once, and {@link #get} throws what the read threw. However many threads wait for a value, one
 * reads it. Reads are made as the manager's caller: authorised and audited like any other.
 *
 * <p>A value that this has returned stays the caller's to use after it was replaced, so this closes none. Thread-safe; listeners are
 * called by the thread that read the new value, one of this handle's own or one that called this.
 */
public final class SecretHandle<T> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SecretHandle.class);

    /** Keeps the sum with any time of day within bounds. */
    private static final Duration MAX_YOUNG = Duration.ofDays(1);

    private final SecretsManager secrets;
    private final String secretId;
    private final Function<GetSecretValueResponse, T> reader;
    private final SecretHandleOptions options;
    private final InstantSource clock;
    private final SharedWork<Loaded<T>> reading = new SharedWork<>(this::read);
    private final ChangeListeners<T> listeners;
    private final Backoff outage;
    private final Backoff refusals;
    private final ScheduledExecutorService background =
            Executors.newSingleThreadScheduledExecutor(SecretHandle::thread);
    private final AtomicBoolean watched = new AtomicBoolean();
    private volatile Optional<Loaded<T>> latest = Optional.empty();

    /** How often this was closed: what was asked for before is not kept afterwards. Guarded by this. */
    private int closings;

    /** Outlasts a denial or a deletion. Used by the thread that reads. */
    private volatile Optional<Seen<T>> seen = Optional.empty();

    /**
     * What was read, and when.
     *
     * @param youngUntilMillis until when it is nearly always asked for: long before anything has to be done about its age
     */
    private record Loaded<T>(T value, Instant at, long youngUntilMillis) {
        static <T> Loaded<T> of(T value, Instant at, Duration maximumStaleness) {
            Duration young = maximumStaleness.dividedBy(2);
            Duration bounded = young.compareTo(MAX_YOUNG) > 0 ? MAX_YOUNG : young;
            return new Loaded<>(value, at, at.plus(bounded).toEpochMilli());
        }
    }

    /** The version that was read last, and its value for as long as somebody else has it too. */
    private record Seen<T>(String versionId, WeakReference<T> value) {}

    /**
     * Makes a handle with {@link SecretHandleOptions#defaults}; nothing is read yet.
     *
     * @param secrets as whom to read
     * @param secretId the secret
     * @param type one of those that {@link GetSecretValueResponse#as(Class)} knows
     */
    public SecretHandle(SecretsManager secrets, String secretId, Class<T> type) {
        this(secrets, secretId, response -> readAndClose(response, type), SecretHandleOptions.defaults());
    }

    /**
     * Makes a handle; nothing is read yet.
     *
     * @param secrets as whom to read
     * @param secretId the secret
     * @param reader makes a value of what was read, whose own value belongs to it from then on; it may be closed, or be the result. If
     *     the version is the one that was read before, the reader is not asked, and what was read is closed
     * @param options the rest
     */
    public SecretHandle(
            SecretsManager secrets,
            String secretId,
            Function<GetSecretValueResponse, T> reader,
            SecretHandleOptions options) {
        this.secrets = secrets;
        this.secretId = secretId;
        this.reader = reader;
        this.options = options;
        this.clock = options.clock();
        listeners = new ChangeListeners<>(secretId);
        outage = new Backoff(options.shortestPause(), options.longestPause());
        refusals = new Backoff(options.shortestPause(), options.longestPause());
    }

    /** What a type is read as is a copy. */
    private static <T> T readAndClose(GetSecretValueResponse response, Class<T> type) {
        try {
            return response.as(type);
        } finally {
            response.secretValue().close();
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "secrets-handle");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Returns the secret's value.
     *
     * @throws dev.secrets.model.SecretsManagerException if it can't be read: as {@link SecretsManager#getSecretValue} throws it
     * @throws RuntimeException if it does not have the type's form
     */
    public T get() {
        Optional<Loaded<T>> known = latest;
        if (known.isPresent() && clock.millis() < known.get().youngUntilMillis()) {
            return known.get().value();
        }
        return older(known);
    }

    private T older(Optional<Loaded<T>> known) {
        if (known.isPresent()) {
            Duration age = age(known.get());
            if (age.compareTo(options.maximumStaleness()) < 0) {
                refreshAhead(age);
                return known.get().value();
            }
            if (mayStillServe(age) && !outage.isOver(now())) {
                return known.get().value();
            }
        }
        return load().value();
    }

    private void refreshAhead(Duration age) {
        if (age.compareTo(options.maximumStaleness().dividedBy(2)) >= 0
                && outage.isOver(now())
                && !reading.isUnderWay()) {
            inBackground(() -> background.execute(this::refreshQuietly));
        }
    }

    private void inBackground(Runnable submission) {
        try {
            submission.run();
        } catch (RejectedExecutionException closed) {
            LOG.debug("Secret {} is not read ahead any more", secretId);
        }
    }

    /** Throws nothing, which would end the reading in the background. */
    private void refreshQuietly() {
        try {
            if (!background.isShutdown()) {
                load();
            }
        } catch (RuntimeException | Error toldToTheNextCaller) {
            LOG.debug("Secret {} could not be read ahead", secretId, toldToTheNextCaller);
        } finally {
            forgetIfClosed();
        }
    }

    /** A read in the background may begin at the very moment of the closing. */
    private void forgetIfClosed() {
        if (background.isShutdown()) {
            forget();
        }
    }

    private Duration age(Loaded<T> loaded) {
        return Duration.between(loaded.at(), now());
    }

    private boolean mayStillServe(Duration age) {
        return age.compareTo(options.outageTolerance()) < 0;
    }

    private Instant now() {
        return clock.instant();
    }

    /** Reads, and serves what was read last if the store is away and that is not too old. */
    private Loaded<T> load() {
        Optional<Loaded<T>> before = latest;
        try {
            return reading.result();
        } catch (InternalServiceErrorException away) {
            return before.filter(loaded -> latest.isPresent() && mayStillServe(age(loaded)))
                    .orElseThrow(() -> away);
        } finally {
            listeners.tell();
        }
    }

    private Loaded<T> read() {
        Instant asked = now();
        int askedAfter = closings();
        try {
            GetSecretValueResponse response = secrets.getSecretValue(secretId);
            Loaded<T> read = Loaded.of(value(response), asked, options.maximumStaleness());
            keep(read, askedAfter);
            outage.succeeded();
            note(response.versionId(), read.value());
            return read;
        } catch (InternalServiceErrorException away) {
            outage.failed(now());
            throw away;
        } catch (RuntimeException denied) {
            latest = Optional.empty();
            throw denied;
        }
    }

    private synchronized int closings() {
        return closings;
    }

    private synchronized void keep(Loaded<T> read, int askedAfter) {
        if (askedAfter == closings) {
            latest = Optional.of(read);
        }
    }

    /** One version is one object: who was refused with it is not given it again as another. */
    private T value(GetSecretValueResponse response) {
        Optional<T> again = seen.filter(last -> last.versionId().equals(response.versionId()))
                .flatMap(last -> Optional.ofNullable(last.value().get()));
        again.ifPresent(sameVersion -> response.secretValue().close());
        return again.orElseGet(() -> reader.apply(response));
    }

    private void note(String versionId, T value) {
        boolean changed =
                seen.filter(last -> !last.versionId().equals(versionId)).isPresent();
        seen = Optional.of(new Seen<>(versionId, new WeakReference<>(value)));
        if (changed) {
            refusals.succeeded();
            listeners.changed(value);
        }
    }

    /**
     * Calls the listener with each new value from now on. From the first call of this on, the secret is read in the background
     * whether or not somebody asks for its value. A listener must be quick; what it throws is ignored, but for a line in
     * the log without its message, which may quote the value.
     *
     * @return ends the calls when it is closed
     */
    public Subscription onChange(Consumer<? super T> listener) {
        listeners.add(listener);
        if (watched.compareAndSet(false, true)) {
            long period = Math.max(1, options.maximumStaleness().toMillis() / 2);
            inBackground(() ->
                    background.scheduleWithFixedDelay(this::refreshQuietly, period, period, TimeUnit.MILLISECONDS));
        }
        return () -> listeners.remove(listener);
    }

    /**
     * To be called when the target has refused a value that {@link #get} returned: returns the value to try now, if there is
     * another. If the refused value is still the secret's, this returns nothing, and reads the secret again only after a pause that
     * doubles each time: a caller who heeds that, and does not try a refused value again before this returns one, can't lock the
     * account, however many threads it has.
     *
     * @param refused the very object that was returned
     * @throws dev.secrets.model.SecretsManagerException if the secret can't be read
     */
    public Optional<T> refreshAfterFailure(T refused) {
        Optional<T> newer = newerThan(refused);
        if (newer.isPresent() || !refusals.isOver(now())) {
            return newer;
        }
        load();
        Optional<T> read = newerThan(refused);
        if (read.isEmpty()) {
            refusals.failed(now());
        }
        return read;
    }

    private Optional<T> newerThan(T refused) {
        return latest.map(Loaded::value).filter(value -> value != refused);
    }

    /**
     * Ends the work in the background and forgets the value, also that which a read under way brings: it goes to those who wait for
     * it and is not kept. {@link #get} reads it anew, and again when it is too old, but not ahead.
     */
    @Override
    public void close() {
        background.shutdown();
        forget();
    }

    private synchronized void forget() {
        closings++;
        latest = Optional.empty();
    }

    @Override
    public String toString() {
        return "SecretHandle[" + secretId + "]";
    }
}
