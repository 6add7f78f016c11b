package dev.secrets.engine;

import dev.secrets.state.Secret;
import java.util.Optional;

/**
 * What an operation makes of a secret.
 *
 * @param after the secret after it; absent if it is deleted
 * @param answer the answer when the change is durable
 */
public record Changed<R>(Optional<Secret> after, R answer) {
    /** Returns a change to a secret; to the same secret, nothing is committed. */
    public static <R> Changed<R> to(Secret after, R answer) {
        return new Changed<>(Optional.of(after), answer);
    }

    /** Returns a deletion; without a secret nothing is committed. */
    public static <R> Changed<R> deleted(R answer) {
        return new Changed<>(Optional.empty(), answer);
    }
}
