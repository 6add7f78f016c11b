package dev.secrets.keys;

import dev.secrets.model.ChainMac;
import dev.secrets.model.DecryptionFailureException;
import dev.secrets.model.EncryptionFailureException;
import dev.secrets.model.InvalidRequestException;
import dev.secrets.model.RootKey;
import dev.secrets.model.RootKeyException;
import dev.secrets.model.SecretValue;
import dev.secrets.store.SealedBytes;
import dev.secrets.store.SecretStore;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps all keys but the root key in one record of the store, the key ring, and seals with XAES-256-GCM by Google's Tink.
 *
 * <p>Each KMS key id has a key of its own, made when something is first sealed under it; {@code aws/secretsmanager}, {@code
 * alias/aws/secretsmanager} and the empty id are the default key. A key id is up to 2048 characters of printable ASCII, and a ring
 * holds up to about 1000 of them. Metadata, page tokens, access keys and the audit trail have keys of their own. Sealed bytes are
 * 45 bytes longer than what they hold: the byte 1, the key's id (4), the nonce (24), the ciphertext, the tag (16).
 *
 * <p>Several managers, in one process or in several, may work on one store: the first one makes the ring, and each follows what
 * another changes within {@link KeyManagerOptions#reloadInterval}. An older ring than one seen before is refused, and so is one
 * that the root key does not open: then nothing is sealed any more, while what was sealed still opens.
 *
 * <p>Thread-safe; opening takes no lock and, but for one call per interval, no look into the store. Where the store can't be
 * reached and is needed, its {@link dev.secrets.store.StoreException} is thrown as it is.
 */
public final class TinkKeyManager implements KeyManager {
    private static final String CANT_ENCRYPT =
            "Secrets Manager can't encrypt the protected secret text using the provided KMS key. Check that the KMS key is"
                    + " available, enabled, and not in an invalid state.";

    private final KeyManagerOptions options;
    private volatile @Nullable LiveKeyRing keyRing;

    /**
     * Opens the key ring of the store with {@link KeyManagerOptions#defaults}, or makes it.
     *
     * @throws RootKeyException if the root key does not open it
     */
    public TinkKeyManager(SecretStore store, RootKey rootKey) {
        this(store, rootKey, KeyManagerOptions.defaults());
    }

    /**
     * Opens the key ring of the store, or makes it where there is none.
     *
     * @param store has the ring, beside the secrets; stays the caller's to close
     * @param rootKey wraps the ring; stays the caller's, and is needed as long as this is used
     * @param options the rest
     * @throws RootKeyException if the root key does not open the ring: it is another key, or out of reach, or the ring is damaged
     */
    public TinkKeyManager(SecretStore store, RootKey rootKey, KeyManagerOptions options) {
        this.options = options;
        this.keyRing = new LiveKeyRing(store, rootKey, options);
    }

    @Override
    public SealedBytes seal(SealingContext context, byte[] plaintext) {
        LiveKeyRing live = keyRing();
        try {
            return SealedBytes.wrap(sealingRing(live, context).seal(context, plaintext));
        } catch (GeneralSecurityException | RootKeyException | ArithmeticException refused) {
            throw new EncryptionFailureException(CANT_ENCRYPT, refused);
        }
    }

    private static KeyRing sealingRing(LiveKeyRing live, SealingContext context) throws GeneralSecurityException {
        KeyRing ring = live.confirmed();
        if (context instanceof SealingContext.Value value && !ring.hasValueKey(value.kmsKeyId())) {
            return live.add((current, now) -> withValueKey(current, value.kmsKeyId(), now));
        }
        return ring;
    }

    private static KeyRing withValueKey(KeyRing ring, String kmsKeyId, Instant now) throws GeneralSecurityException {
        if (ring.isDestroyed(kmsKeyId)) {
            throw new GeneralSecurityException("The key was destroyed");
        }
        return ring.hasValueKey(kmsKeyId) ? ring : ring.withNewKey(KeyName.value(requireUsableId(kmsKeyId)), now);
    }

    private static String requireUsableId(String kmsKeyId) throws GeneralSecurityException {
        if (!isKeyId(kmsKeyId)) {
            throw new GeneralSecurityException("This is no key id");
        }
        return kmsKeyId;
    }

    /** @throws InvalidRequestException if a secret can't name the key so */
    static String requireKeyId(String kmsKeyId) {
        if (!isKeyId(kmsKeyId)) {
            throw new InvalidRequestException("A key id is 1 to " + KeyRingCodec.MAX_KEY_ID
                    + " characters of printable ASCII and does not begin with " + KeyName.SERVICE_PREFIX + ".");
        }
        return kmsKeyId;
    }

    private static boolean isKeyId(String kmsKeyId) {
        return !kmsKeyId.isEmpty()
                && kmsKeyId.length() <= KeyRingCodec.MAX_KEY_ID
                && Printable.is(kmsKeyId)
                && kmsKeyId.charAt(0) != KeyName.SERVICE_PREFIX;
    }

    @Override
    public byte[] open(SealingContext context, SealedBytes sealed) {
        LiveKeyRing live = keyRing();
        byte[] bytes = sealed.sharedArray();
        try {
            KeyRing ring = live.latest();
            try {
                return ring.open(context, bytes);
            } catch (GeneralSecurityException refused) {
                return openByNewer(live, ring, context, bytes).orElseThrow(() -> refused);
            }
        } catch (GeneralSecurityException | ArithmeticException refused) {
            throw new DecryptionFailureException(refused);
        }
    }

    /** Opens by a newer ring what is under a key that this one lacks. */
    private static Optional<byte[]> openByNewer(LiveKeyRing live, KeyRing ring, SealingContext context, byte[] bytes)
            throws GeneralSecurityException {
        Optional<KeyRing> newer = ring.lacksKeyOf(context, bytes) ? live.newerThan(ring) : Optional.empty();
        return newer.isPresent() ? Optional.of(newer.get().open(context, bytes)) : Optional.empty();
    }

    @Override
    public void requireUsable(String kmsKeyId) {
        // No secret has an empty uid, so this opens nowhere else.
        SealingContext probe = new SealingContext.Value("", "", SecretValue.Kind.BINARY, kmsKeyId);
        SealedBytes sealed = seal(probe, new byte[0]);
        try {
            open(probe, sealed);
        } catch (DecryptionFailureException refused) {
            throw new EncryptionFailureException(CANT_ENCRYPT, refused);
        }
    }

    @Override
    public ChainMac auditMac() {
        LiveKeyRing live = keyRing();
        return new LiveChainMac(live, live.latest());
    }

    @Override
    public ChainMac checkpointMac() {
        KeyName name = KeyName.only(KeyPurpose.CHECKPOINT);
        try {
            KeyRing ring = keyRing()
                    .add((current, now) -> current.keyset(name).isPresent() ? current : current.withNewKey(name, now));
            return new TinkChainMac(ring.keyset(name).orElseThrow());
        } catch (GeneralSecurityException refused) {
            throw new EncryptionFailureException(CANT_ENCRYPT, refused);
        }
    }

    @Override
    public ManagedKeys managedKeys() {
        return new TinkManagedKeys(keyRing(), options);
    }

    private LiveKeyRing keyRing() {
        LiveKeyRing live = keyRing;
        if (live == null) {
            throw new IllegalStateException("This key manager is closed");
        }
        return live;
    }

    /** Forgets the keys: everything but closing again is refused from now on. The garbage collector takes them; Tink can't wipe. */
    @Override
    public void close() {
        keyRing = null;
    }
}
