package dev.secrets.keys;

import dev.secrets.model.InvalidRequestException;
import dev.secrets.model.LimitExceededException;
import dev.secrets.model.ResourceExistsException;
import dev.secrets.model.ResourceNotFoundException;
import dev.secrets.model.RootKey;
import dev.secrets.model.RootKeyException;
import dev.secrets.store.SealedBytes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The keys of a {@link KeyManager} and what can be changed about them. The means, not the way: nothing here counts what is under
 * a key, waits, asks for permission or leaves a trace in the audit trail. Applications use {@code EmbeddedSecretsManager.keys()},
 * which does.
 *
 * <p>Changes are durable when a method returns, and other processes follow within their reload interval. Every method may throw
 * the store's exceptions and, if the key ring can't be used, {@link RootKeyException}. Thread-safe.
 */
public interface ManagedKeys {
    /** Returns all keys, as the store has them now. */
    List<KeyMetadata> list();

    /** Returns one key, as the store has it now. */
    Optional<KeyMetadata> find(String keyId);

    /** Returns the policy of a key as this process knows it, at most a reload interval old: for every call that uses the key. */
    Optional<String> policyOf(String keyId);

    /**
     * Makes a key.
     *
     * @throws ResourceExistsException if there is one of the id
     * @throws InvalidRequestException if this can be no key id
     * @throws LimitExceededException if there are too many keys
     */
    KeyMetadata create(String keyId, String description);

    /**
     * Gives a key new material, which seals from now on.
     *
     * @throws ResourceNotFoundException if there is no such key
     * @throws InvalidRequestException if it does not seal, or can't be rotated
     * @throws LimitExceededException if it has too many materials
     */
    KeyMetadata rotate(String keyId);

    /**
     * Replaces description, policy and rotation period.
     *
     * @throws ResourceNotFoundException if there is no such key
     */
    KeyMetadata describe(
            String keyId, String description, Optional<String> policy, Optional<Integer> rotationPeriodInDays);

    /**
     * Puts a key into another state.
     *
     * @param deletionDate for {@link KeyState#PENDING_DELETION}, and for no other
     * @throws ResourceNotFoundException if there is no such key
     * @throws InvalidRequestException if the store can't do without the key, or it is in none of the states expected
     */
    KeyMetadata change(String keyId, Set<KeyState> expected, KeyState state, Optional<Instant> deletionDate);

    /**
     * Destroys a key: what is under it never opens again. Its id can't be used by sealing, only made anew by {@link #create}.
     *
     * @param key as it was when everything under it was counted
     * @throws ResourceNotFoundException if there is no such key
     * @throws InvalidRequestException if the store can't do without the key, if it still seals, or if it was changed since
     */
    void destroy(KeyMetadata key);

    /**
     * Destroys former materials of a key, never the current one: what is under them never opens again.
     *
     * @throws ResourceNotFoundException if there is no such key
     * @throws InvalidRequestException if the key is that of the audit trail or of checkpoints, whose former materials verify
     */
    KeyMetadata destroyMaterials(String keyId, Set<String> keyMaterialIds);

    /**
     * Changes the root key that wraps the key ring; an interrupted change is resumed by calling this again, and undone by calling it
     * the other way round.
     *
     * @param from what opens the ring now
     * @param to what shall
     * @param rewrapStore the store's own part, when both open the ring
     * @throws RootKeyException if one of them can't be used
     */
    void changeRootKey(RootKey from, RootKey to, Runnable rewrapStore);

    /**
     * Returns the ids of the root keys that open the key ring, as the store holds it now: more than one under a chain, and while the
     * root key is being changed. Two of them may have one id, such as two passphrases.
     */
    List<String> rootKeyIds();

    /** Returns what sealed bytes are under, by what they say; nothing if they are too short to say anything. */
    Optional<KeyUse> useOf(SealingContext context, SealedBytes sealed);

    /** Returns whether the bytes are under the material that seals in this context now. */
    boolean isUnderCurrentMaterial(SealingContext context, SealedBytes sealed);

    /** Looks now whether the keys were changed. */
    void refresh();

    /** Returns how long a key that seals no more is kept before it may be destroyed. */
    Duration settlingTime();

    /** Returns for how long what was sealed may wait for its commit; sealed longer ago, it is sealed anew or checked. */
    Duration longestCommit();
}
