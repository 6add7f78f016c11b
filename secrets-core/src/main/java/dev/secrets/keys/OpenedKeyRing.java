package dev.secrets.keys;

import dev.secrets.store.SealedBytes;

/**
 * A key ring as it stands in the store, opened.
 *
 * @param ring its keys
 * @param ringKey what it is sealed under
 * @param sealed its bytes: the same bytes under the same revision need not be opened again
 */
record OpenedKeyRing(KeyRing ring, RingKey ringKey, SealedBytes sealed) {}
