package dev.secrets.store.file.format;

/**
 * Which state of which secret a record holds: what compare-and-set compares.
 *
 * @param secretUid the secret
 * @param revision its revision
 */
public record RecordIdentity(String secretUid, long revision) {}
