package dev.secrets;

import dev.secrets.engine.Caller;
import dev.secrets.engine.Engine;

/** What {@link EmbeddedSecretsManager#as} returns: the operations of one caller and nothing more. */
final class BoundSecretsManager extends CallerOperations {
    BoundSecretsManager(Engine engine, Caller caller) {
        super(engine, caller);
    }
}
