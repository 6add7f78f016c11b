package dev.secrets;

import dev.secrets.engine.Administration;
import dev.secrets.engine.Engine;
import dev.secrets.jobs.Destruction;
import dev.secrets.jobs.KeyReferences;
import dev.secrets.keys.KeyManager;
import dev.secrets.keys.KeyMetadata;
import dev.secrets.keys.KeyState;
import dev.secrets.keys.ManagedKeys;
import dev.secrets.maintenance.KeyDestruction;
import dev.secrets.maintenance.KeyReference;
import dev.secrets.model.InvalidParameterException;
import dev.secrets.model.InvalidRequestException;
import dev.secrets.model.MalformedPolicyDocumentException;
import dev.secrets.model.ResourceNotFoundException;
import dev.secrets.model.RootKey;
import dev.secrets.model.RootKeyException;
import dev.secrets.policy.PolicyDocument;
import dev.secrets.policy.PolicySyntaxException;
import dev.secrets.policy.PolicyType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Changes the keys of a store, for its owner: operations are named as in AWS KMS where KMS has them. Each is audited like a
 * change, by an intent and an outcome.
 *
 * <p>A key is made by {@link #createKey}, or when something is first sealed under its id. Rotating it adds material that seals from
 * then on; what is under former material still opens, until {@code reencrypt} has moved it and {@link #destroyFormerMaterials}
 * ends it. A key as a whole is taken out of use by {@link #retireKey} (what is under it still opens), {@link #disableKey} or
 * {@link #scheduleKeyDeletion} (it does not), and then {@link #destroyKey destroyed}. Before anything is destroyed the
 * key manager's settling time must have passed since it last sealed, and then everything in the store is counted: no process,
 * however slow, loses a value.
 *
 * <p>Destroying a key is what makes its values unreadable wherever they are copied, but for this: {@value KeyDestruction#BACKUPS}
 *
 * <p>The keys {@code aws/secretsmanager}, {@code #metadata}, {@code #page-token} and {@code #access-key} belong to the store and are
 * rotated alone, and so are {@code #audit} and {@code #checkpoint}, whose former materials are never destroyed: they verify the
 * trail and the manifests that were written under them.
 *
 * <p>Key ids are those that secrets name. Methods that take the id of an existing key throw {@code ResourceNotFoundException} if
 * there is none, and {@code InvalidRequestException} if it is in no state for this; all throw {@link RootKeyException} if the key ring can't be used.
 * Thread-safe.
 */
public final class KeyAdministration {
    private static final int MAX_DESCRIPTION_LENGTH = 2000;
    private static final int MAX_POLICY_LENGTH = 8000;

    private static final Set<KeyState> NOT_PENDING = Set.of(KeyState.ENABLED, KeyState.DECRYPT_ONLY, KeyState.DISABLED);

    private final Engine engine;

    KeyAdministration(Engine engine) {
        this.engine = engine;
    }

    private ManagedKeys keys() {
        return engine.managedKeys();
    }

    // What there is

    /** Returns all keys. */
    public List<KeyMetadata> listKeys() {
        return engine.translatingStoreFailures(() -> keys().list());
    }

    /** Returns one key. */
    public KeyMetadata describeKey(String keyId) {
        return engine.translatingStoreFailures(() -> keys().find(keyId))
                .orElseThrow(() -> new ResourceNotFoundException("Key '" + keyId + "' does not exist."));
    }

    /** Returns the ARN that policies name a key by. */
    public String arn(String keyId) {
        return engine.environment().arns().ofKey(keyId);
    }

    /** Returns what in the store is under a key, or is to be, in the order of the names. Goes through the whole store. */
    public List<KeyReference> references(String keyId) {
        KeyMetadata key = describeKey(keyId);
        return engine.translatingStoreFailures(() -> new KeyReferences(engine, key).list());
    }

    // Making and rotating

    /**
     * Makes a key.
     *
     * @param keyId up to 2048 characters of printable ASCII
     * @param description free text of up to 2000 characters, which is not secret
     * @throws dev.secrets.model.ResourceExistsException if there is one
     * @throws InvalidRequestException if the id is none
     * @throws dev.secrets.model.LimitExceededException if there are too many
     */
    public KeyMetadata createKey(String keyId, String description) {
        requireLength("description", description, MAX_DESCRIPTION_LENGTH);
        return perform("CreateKey", keyId, () -> keys().create(keyId, description));
    }

    /** Replaces the description of a key. */
    public KeyMetadata updateKeyDescription(String keyId, String description) {
        requireLength("description", description, MAX_DESCRIPTION_LENGTH);
        return perform("UpdateKeyDescription", keyId, () -> {
            KeyMetadata key = describeKey(keyId);
            return keys().describe(keyId, description, key.policy(), key.rotationPeriodInDays());
        });
    }

    /** Gives a key new material, by which all new values are sealed within the key manager's reload interval. */
    public KeyMetadata rotateKey(String keyId) {
        return perform("RotateKeyOnDemand", keyId, () -> keys().rotate(keyId));
    }

    /**
     * Has {@link #rotateDueKeys} rotate a key.
     *
     * @param periodInDays how old its newest material may get, 90 to 2560 days as in AWS
     */
    public KeyMetadata enableKeyRotation(String keyId, int periodInDays) {
        if (periodInDays < 90 || periodInDays > 2560) {
            throw new InvalidParameterException(
                    "RotationPeriodInDays is " + periodInDays + "; must be between 90 and 2560.");
        }
        return rotationPeriod("EnableKeyRotation", keyId, Optional.of(periodInDays));
    }

    /** Leaves the rotation of a key to {@link #rotateKey} alone. */
    public KeyMetadata disableKeyRotation(String keyId) {
        return rotationPeriod("DisableKeyRotation", keyId, Optional.empty());
    }

    private KeyMetadata rotationPeriod(String event, String keyId, Optional<Integer> days) {
        return perform(event, keyId, () -> {
            KeyMetadata key = describeKey(keyId);
            return keys().describe(keyId, key.description(), key.policy(), days);
        });
    }

    /** Rotates each key that is due by its age; to be called now and then. Returns the keys that were rotated. */
    public List<KeyMetadata> rotateDueKeys() {
        Instant now = engine.storeTime();
        return listKeys().stream()
                .filter(key -> key.keyState() == KeyState.ENABLED)
                .filter(key ->
                        key.nextRotationDate().filter(due -> !due.isAfter(now)).isPresent())
                .map(key -> rotateKey(key.keyId()))
                .toList();
    }

    // Who may use a key

    /**
     * Gives a key a policy: who may {@code kms:GenerateDataKey} and {@code kms:Decrypt} by it, beside those whom their own policies
     * allow that on the key's {@link #arn}. A caller needs both to write a secret under the key, and the latter to read one. The
     * default key asks for no permission.
     *
     * @throws MalformedPolicyDocumentException if it is no resource policy
     */
    public KeyMetadata putKeyPolicy(String keyId, String policy) {
        requireLength("policy", policy, MAX_POLICY_LENGTH);
        try {
            PolicyDocument.parse(policy, PolicyType.RESOURCE);
        } catch (PolicySyntaxException refused) {
            throw new MalformedPolicyDocumentException("This key policy contains a syntax error", refused);
        }
        return policy("PutKeyPolicy", keyId, Optional.of(policy));
    }

    /** Removes the policy of a key. */
    public KeyMetadata deleteKeyPolicy(String keyId) {
        return policy("DeleteKeyPolicy", keyId, Optional.empty());
    }

    private KeyMetadata policy(String event, String keyId, Optional<String> policy) {
        return perform(event, keyId, () -> {
            KeyMetadata key = describeKey(keyId);
            if (KeyManager.DEFAULT_KEY_ID.equals(key.keyId()) || key.keyId().startsWith("#")) {
                throw new InvalidRequestException("Key '" + key.keyId() + "' belongs to the store and has no policy.");
            }
            return keys().describe(keyId, key.description(), policy, key.rotationPeriodInDays());
        });
    }

    // Taking out of use

    /** Has a key seal nothing new, while what is under it still opens and can be moved. {@link #enableKey} undoes it. */
    public KeyMetadata retireKey(String keyId) {
        return state("RetireKey", keyId, Set.of(KeyState.ENABLED, KeyState.DECRYPT_ONLY), KeyState.DECRYPT_ONLY);
    }

    /** Has a key neither seal nor open anything, within the key manager's reload interval. {@link #enableKey} undoes it. */
    public KeyMetadata disableKey(String keyId) {
        return state("DisableKey", keyId, NOT_PENDING, KeyState.DISABLED);
    }

    /** Takes a key that was retired or disabled into use again. */
    public KeyMetadata enableKey(String keyId) {
        return state("EnableKey", keyId, NOT_PENDING, KeyState.ENABLED);
    }

    /**
     * Has a key do nothing from now on, and be destroyable after a while in which it is noticed who still needs it.
     *
     * @param pendingWindowInDays 7 to 30
     */
    public KeyMetadata scheduleKeyDeletion(String keyId, int pendingWindowInDays) {
        if (pendingWindowInDays < 7 || pendingWindowInDays > 30) {
            throw new InvalidParameterException(
                    "PendingWindowInDays is " + pendingWindowInDays + "; must be between 7 and 30.");
        }
        return perform("ScheduleKeyDeletion", keyId, () -> {
            Instant date = engine.storeTime().plus(Duration.ofDays(pendingWindowInDays));
            return keys().change(keyId, NOT_PENDING, KeyState.PENDING_DELETION, Optional.of(date));
        });
    }

    /** Takes back the deletion of a key, which is disabled then, as in AWS. */
    public KeyMetadata cancelKeyDeletion(String keyId) {
        return state("CancelKeyDeletion", keyId, Set.of(KeyState.PENDING_DELETION), KeyState.DISABLED);
    }

    private KeyMetadata state(String event, String keyId, Set<KeyState> expected, KeyState state) {
        return perform(event, keyId, () -> keys().change(keyId, expected, state, Optional.empty()));
    }

    // Destroying

    /**
     * Destroys a key that nothing refers to: retired or disabled for the settling time, or past its deletion date.
     *
     * @throws InvalidRequestException if something refers to it, if it is in use, or if it is too early
     */
    public KeyDestruction destroyKey(String keyId) {
        return destroy("DeleteKey", keyId, false);
    }

    /**
     * Destroys a key whatever is under it: none of that ever opens again. The key must be disabled, or past its deletion date.
     *
     * @return with what is lost
     * @throws InvalidRequestException if it can still be used, or if it is too early
     */
    public KeyDestruction destroyKeyAndLoseWhatIsUnderIt(String keyId) {
        return destroy("DeleteKeyByForce", keyId, true);
    }

    private KeyDestruction destroy(String event, String keyId, boolean force) {
        return perform(event, keyId, () -> new Destruction(engine, describeKey(keyId)).destroyKey(force));
    }

    /**
     * Destroys the former materials of a key that nothing refers to, as far as the settling time has passed since they last sealed.
     * Those that something refers to stay.
     *
     * @throws InvalidRequestException if the key was rotated so lately that it is too early for all of them, or is that of the
     *     audit trail or of checkpoints
     */
    public KeyDestruction destroyFormerMaterials(String keyId) {
        return perform(
                "DeleteKeyMaterial", keyId, () -> new Destruction(engine, describeKey(keyId)).destroyFormerMaterials());
    }

    // The root key

    /**
     * Changes the root key in three steps: the key ring is wrapped under both, the store rewraps what it keeps, the key ring is
     * wrapped under the new one alone. Others read and write meanwhile; at every moment at least one of the two keys opens
     * everything. A change that was interrupted is resumed by calling this again, and undone by calling it the other way round.
     *
     * <p>From the last step on, processes that have the old root key alone still read, and write for a reload interval. Give them
     * both as a {@link dev.secrets.keys.RootKeyChain} before, or start them anew with the new one.
     *
     * @param from opens the store now; a chain, if several do
     * @param to opens it from now on
     * @throws RootKeyException if one of them can't be used. What was done stands: either key opens
     */
    public void changeRootKey(RootKey from, RootKey to) {
        Map<String, String> details = Map.of("from", idsOf(from), "to", idsOf(to));
        new Administration("ChangeRootKey", Optional.empty(), details).perform(engine, () -> {
            keys().changeRootKey(from, to, () -> engine.rewrapStore(from, to));
            return to;
        });
    }

    private static String idsOf(RootKey rootKey) {
        return rootKey.members().stream().map(RootKey::id).collect(Collectors.joining(", "));
    }

    private <R> R perform(String event, String keyId, Supplier<R> work) {
        return new Administration(event, Optional.of(arn(keyId)), Map.of("keyId", keyId)).perform(engine, work);
    }

    private static void requireLength(String name, String text, int most) {
        if (text.length() > most) {
            throw new InvalidParameterException(
                    "The " + name + " has " + text.length() + " characters; must have at most " + most + ".");
        }
    }
}
