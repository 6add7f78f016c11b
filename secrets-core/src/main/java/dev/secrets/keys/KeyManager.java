package dev.secrets.keys;

import dev.secrets.model.ChainMac;
import dev.secrets.model.DecryptionFailureException;
import dev.secrets.model.EncryptionFailureException;
import dev.secrets.store.SealedBytes;

/**
 * Seals and opens. Sealing is authenticated encryption under a fresh random nonce: two sealings of the same bytes differ, and
 * bytes that were changed, or belong elsewhere, do not open. Thread-safe; keeps no plaintext.
 */
public interface KeyManager extends AutoCloseable {
    /** The key of secrets that name none; AWS reports it by absence. */
    String DEFAULT_KEY_ID = "aws/secretsmanager";

    /** The name of the record that holds the key ring. */
    String KEY_RING = "#keyring";

    /** What the names of the records begin with that hold access keys, whose metadata is sealed under a key of its own. */
    String ACCESS_KEY_PREFIX = "#access-key/";

    /**
     * Returns the plaintext sealed for the context.
     *
     * @param plaintext not kept, not changed
     * @throws EncryptionFailureException if the key that the context names can't be used
     */
    SealedBytes seal(SealingContext context, byte[] plaintext);

    /**
     * Returns what was sealed for the same context, in an array that is the caller's.
     *
     * @throws DecryptionFailureException if it was not, or the key can't be used: the same words for each
     */
    byte[] open(SealingContext context, SealedBytes sealed);

    /**
     * Checks that new values can be sealed under the key and opened again.
     *
     * @throws EncryptionFailureException if not
     */
    void requireUsable(String kmsKeyId);

    /** Returns the keyed digest that chains the audit trail; its {@link ChainMac#newest} follows a rotation of the key. */
    ChainMac auditMac();

    /** Returns the keyed digest of the manifests that {@code checkpoint} writes; its key is made when it is first asked for. */
    ChainMac checkpointMac();

    /** Returns the keys, and what can be changed about them. */
    ManagedKeys managedKeys();

    /** Forgets the keys. */
    @Override
    void close();
}
