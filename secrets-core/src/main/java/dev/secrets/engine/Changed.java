package dev.secrets.engine;

import dev.secrets.model.SecretsManagerException;
import dev.secrets.state.Secret;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What an operation makes of a secret.
 *
 * @param after the secret after it; absent if it is deleted
 * @param answer gives the answer when the change is durable, or throws
 */
public record Changed<R>(Optional<Secret> after, Supplier<R> answer) {
    /** Returns a change to a secret; to the same secret, nothing is committed. */
    public static <R> Changed<R> to(Secret after, R answer) {
        return new Changed<>(Optional.of(after), () -> answer);
    }

    /** Returns a deletion; without a secret nothing is committed. */
    public static <R> Changed<R> deleted(R answer) {
        return new Changed<>(Optional.empty(), () -> answer);
    }

    /** Returns a refusal that changes the secret all the same. */
    public static <R> Changed<R> refused(Secret after, SecretsManagerException refusal) {
        return new Changed<>(Optional.of(after), () -> {
            throw refusal;
        });
    }
}
