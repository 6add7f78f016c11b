package dev.secrets.maintenance;

/**
 * How far a re-encryption is.
 *
 * @param lastName the name that it has come to
 * @param records how many records were looked at
 * @param moved how many values were sealed anew
 * @param alreadyCurrent how many values were under the newest key already
 * @param unreadable how much could not be read
 */
public record ReencryptionProgress(String lastName, long records, long moved, long alreadyCurrent, long unreadable) {}
