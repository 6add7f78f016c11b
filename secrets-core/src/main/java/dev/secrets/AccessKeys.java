package dev.secrets;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.secrets.engine.Administration;
import dev.secrets.engine.Engine;
import dev.secrets.model.AuditIncompleteException;
import dev.secrets.model.CallerIdentity;
import dev.secrets.model.InternalServiceErrorException;
import dev.secrets.model.InvalidParameterException;
import dev.secrets.model.ResourceNotFoundException;
import dev.secrets.model.SecretValue;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The keys by which callers from outside of the process prove who they are: pairs of an id and a secret part, as AWS has them,
 * each of one principal. An endpoint verifies signatures with them; this class knows no requests.
 *
 * <p>They are kept in the same store, sealed under a key of their own, in records that no operation reaches, whatever its
 * policy. The secret part is told once, when the key is made. Every change is audited by an intent and an outcome:
 * AccessKeyCreated, AccessKeyDisabled, AccessKeyEnabled, AccessKeyDeleted. It throws {@link InternalServiceErrorException} if the
 * trail refuses the intent, and nothing is changed, and {@link AuditIncompleteException} if it refuses the outcome of a change that
 * stands; of a key that was made nobody has the secret part then, and it is to be deleted.
 *
 * <p>Derived signing keys are kept for a minute: a key that another process disables or deletes is accepted for that long, one
 * that is disabled here not at all. Thread-safe.
 */
public final class AccessKeys {
    private static final Duration KEPT = Duration.ofMinutes(1);
    private static final int MAX_KEPT = 1000;
    private static final int ID_LENGTH = 16;
    private static final int SECRET_BYTES = 30;
    private static final String ID_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final Pattern ID = Pattern.compile("AKIA[A-Z2-7]{16}");

    private final AccessKeyRecords records;
    private final Engine engine;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Cache<Use, SigningKey> signingKeys =
            Caffeine.newBuilder().expireAfterWrite(KEPT).maximumSize(MAX_KEPT).build();

    /** Rises after each change of a key here, whether or not it is known to have been made. */
    private final AtomicLong changes = new AtomicLong();

    /**
     * What a derived key is kept for.
     *
     * @param changes what was known when the record was read: a key that is derived while a change is made is not found after it
     */
    private record Use(String id, SigningScope scope, long changes) {}

    AccessKeys(AccessKeyRecords records, Engine engine, InstantSource clock, SecureRandom random) {
        this.records = records;
        this.engine = engine;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Makes an access key.
     *
     * @param caller as whom its requests are made: a user, a role, a session or an account's root user, with its tags
     * @throws InvalidParameterException if this is a service or nobody, or if facts are stated that are of one call alone
     */
    public NewAccessKey create(CallerIdentity caller) {
        if (caller.kind() == CallerIdentity.Kind.SERVICE || caller.kind() == CallerIdentity.Kind.ANONYMOUS) {
            throw new InvalidParameterException("An access key is of a user, a role, a session or a root user");
        }
        if (!caller.context().isEmpty()) {
            throw new InvalidParameterException("An access key has no context: it is of a caller, not of one call");
        }
        AccessKey key = new AccessKey(newId(), caller, clock.instant().truncatedTo(ChronoUnit.MILLIS), true);
        SecretValue secret = newSecret();
        try {
            return perform("AccessKeyCreated", key, () -> {
                records.create(new AccessKeyContent(key, secret));
                return new NewAccessKey(key, secret);
            });
        } catch (RuntimeException | Error untold) {
            secret.close();
            throw untold;
        }
    }

    /** Returns all keys in the order of their ids. */
    public List<AccessKey> list() {
        return engine.translatingStoreFailures(records::all).stream()
                .map(AccessKeyContent::key)
                .toList();
    }

    /**
     * Has the key refused from now on, until it is enabled again.
     *
     * @throws ResourceNotFoundException if there is no such key
     */
    public void disable(String id) {
        change("AccessKeyDisabled", id, () -> records.update(id, before -> before.enabled(false)));
    }

    /**
     * Has the key accepted again.
     *
     * @throws ResourceNotFoundException if there is no such key
     */
    public void enable(String id) {
        change("AccessKeyEnabled", id, () -> records.update(id, before -> before.enabled(true)));
    }

    /**
     * Deletes the key for good.
     *
     * @throws ResourceNotFoundException if there is no such key
     */
    public void delete(String id) {
        change("AccessKeyDeleted", id, () -> records.delete(id));
    }

    private void change(String event, String id, BooleanSupplier change) {
        AccessKey key = find(id).orElseThrow(AccessKeys::notFound).key();
        perform(event, key, () -> {
            changeOnce(change);
            return key;
        });
    }

    private void changeOnce(BooleanSupplier change) {
        try {
            if (!change.getAsBoolean()) {
                throw notFound();
            }
        } finally {
            changes.incrementAndGet();
            signingKeys.invalidateAll();
        }
    }

    private static ResourceNotFoundException notFound() {
        return new ResourceNotFoundException("There is no such access key");
    }

    private <R> R perform(String event, AccessKey key, Supplier<R> work) {
        return new Administration(event, Optional.of(key.caller().arn()), Map.of("accessKeyId", key.id()))
                .perform(engine, work);
    }

    /**
     * Returns what the caller with the key signs with in the scope, and who that is; empty if there is no such key or it is
     * disabled.
     */
    public Optional<SigningKey> signingKey(String id, SigningScope scope) {
        Use use = new Use(id, scope, changes.get());
        SigningKey kept = signingKeys.getIfPresent(use);
        if (kept != null) {
            return Optional.of(kept);
        }
        Optional<SigningKey> derived = find(id).filter(content -> content.key().enabled())
                .map(content -> SigningKey.derive(
                        content.key().caller(), content.secret().reveal(), scope));
        derived.ifPresent(key -> signingKeys.put(use, key));
        return derived;
    }

    /** What does not look like an id is not looked up: it is whatever a stranger sent. */
    private Optional<AccessKeyContent> find(String id) {
        return ID.matcher(id).matches() ? engine.translatingStoreFailures(() -> records.find(id)) : Optional.empty();
    }

    private String newId() {
        StringBuilder id = new StringBuilder("AKIA");
        random.ints(ID_LENGTH, 0, ID_ALPHABET.length()).forEach(index -> id.append(ID_ALPHABET.charAt(index)));
        return id.toString();
    }

    private SecretValue newSecret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return SecretValue.copyOf(Base64.getEncoder().encode(bytes));
    }
}
