package dev.secrets.keys;

import java.time.Instant;

/**
 * One of the keys behind a key id, as far as it may be seen. Rotation adds one, which seals from then on; the former ones open
 * what is under them.
 *
 * @param keyMaterialId eight hexadecimal digits; sealed bytes name it
 * @param creationDate when it was made
 * @param current whether it seals
 */
public record KeyMaterial(String keyMaterialId, Instant creationDate, boolean current) {}
