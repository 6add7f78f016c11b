package dev.secrets.engine;

import dev.secrets.state.Secret;
import dev.secrets.store.StoredSecret;
import dev.secrets.store.StoredValue;
import java.util.Optional;

/**
 * A secret as it was found.
 *
 * @param opened the record and what its metadata says
 * @param currentValue the sealed value of its current version
 */
public record LoadedSecret(OpenedSecret opened, Optional<StoredValue> currentValue) {
    /** Returns the record. */
    public StoredSecret record() {
        return opened.record();
    }

    /** Returns what the record says. */
    public Secret secret() {
        return opened.secret();
    }
}
