package dev.secrets.store;

import java.time.Instant;

/**
 * A place in the order of due secrets, which is by time and then by name in unsigned UTF-8: what comes after it is strictly
 * later, or at the same time and of a greater name.
 *
 * @param dueAt the time
 * @param name the name
 */
public record DueCursor(Instant dueAt, String name) {
    /** Before all due secrets. */
    public static final DueCursor START = new DueCursor(Instant.EPOCH, "");

    /** Returns the place of the secret, from which {@link SecretStore#due} goes on behind it. */
    public static DueCursor at(DueSecret secret) {
        return new DueCursor(secret.dueAt(), secret.name());
    }
}
