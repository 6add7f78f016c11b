package dev.secrets.store.file.index;

/**
 * Where a record lies in a journal.
 *
 * @param at its first byte
 * @param length its length in bytes
 */
public record RecordLocation(long at, int length) {}
