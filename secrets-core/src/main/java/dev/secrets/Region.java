package dev.secrets;

import dev.secrets.keys.KeyManager;
import dev.secrets.store.SecretStore;

/**
 * Another region, as a target of replication: a second site's store, and the keys of the secrets in it. Both stay the
 * application's to close, after the managers that use them. The region may have a manager of its own, here or in another process;
 * it needs none.
 *
 * @param store where the region's secrets are
 * @param keys what seals and opens them
 */
public record Region(SecretStore store, KeyManager keys) {}
