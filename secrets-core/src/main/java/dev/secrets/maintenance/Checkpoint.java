package dev.secrets.maintenance;

import java.time.Instant;

/**
 * A manifest that was written.
 *
 * @param time when, by the store's clock
 * @param records how many records it lists, beside the key ring
 */
public record Checkpoint(Instant time, long records) {}
