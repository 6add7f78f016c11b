package dev.secrets.store;

/**
 * How far {@link SecretStores#copy} has come.
 *
 * @param done how many records are in the target
 * @param total how many records the source had when the copying began
 */
public record StoreCopyProgress(long done, long total) {}
