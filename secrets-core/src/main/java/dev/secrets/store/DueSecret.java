package dev.secrets.store;

import java.time.Instant;

/**
 * A secret whose {@link StoredSecret#dueAt} has come.
 *
 * @param name the name
 * @param dueAt when it became due
 */
public record DueSecret(String name, Instant dueAt) {}
