package dev.secrets.store;

/**
 * What {@link SecretStores#copy} did.
 *
 * @param copied how many records were written to the target
 * @param present how many records the target had already
 */
public record StoreCopyReport(long copied, long present) {}
