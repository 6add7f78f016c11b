package dev.secrets.keys;

import java.time.Instant;

/**
 * What is left of a key that was destroyed: its id, so that nobody makes it anew by merely using it.
 *
 * @param keyId its key id
 * @param date when
 */
record DestroyedKey(String keyId, Instant date) {}
