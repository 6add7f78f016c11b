/**
 * Keys and sealing: what turns values and metadata into bytes that a store may see, and back.
 *
 * <p>Only the {@link dev.secrets.model.RootKey} lives outside the store; every other key is in one record of the store, the key
 * ring, wrapped by it. What is sealed is bound to where it belongs by associated data, which is built from what the caller asked
 * for and never from what lies beside the ciphertext: sealed bytes that were moved, swapped or put back do not open.
 *
 * <p>Cryptography is Google Tink's (and Bouncy Castle's Argon2id); no Tink type stands in a signature here except where a root
 * key is made from one.
 *
 * <p>Everything public is thread-safe. A root key that is not the store's, or can't be reached, is a
 * {@link dev.secrets.model.RootKeyException}; sealed bytes that do not open are a
 * {@link dev.secrets.model.DecryptionFailureException}; a store that fails, a {@link dev.secrets.store.StoreException}.
 */
package dev.secrets.keys;
