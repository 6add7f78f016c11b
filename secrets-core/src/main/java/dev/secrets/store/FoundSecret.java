package dev.secrets.store;

import java.util.Optional;

/**
 * A record and the value of its current version, as of one moment.
 *
 * @param secret the record
 * @param currentValue the value of {@link StoredSecret#currentVersionId}; absent if there is no such id, or if the store has
 *     lost it, which the engine notices
 */
public record FoundSecret(StoredSecret secret, Optional<StoredValue> currentValue) {}
