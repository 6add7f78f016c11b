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
record LoadedSecret(OpenedSecret opened, Optional<StoredValue> currentValue) {
    StoredSecret record() {
        return opened.record();
    }

    Secret secret() {
        return opened.secret();
    }
}
