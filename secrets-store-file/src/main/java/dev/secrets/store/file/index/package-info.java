/**
 * What is kept in memory: where in the journal each secret's record and values lie, and the orders of names and due times.
 *
 * <p>No value, no metadata and no object per secret: rows of numbers in large arrays, and names and version ids as bytes in large
 * blocks. A secret costs about 65 bytes and its name, and each of its values about 35 bytes and its version id: some 160 bytes
 * for a secret with a usual name and one version. The bytes of names and versions that are gone are given back when a compaction
 * builds the index anew.
 *
 * <p>Nothing here is thread-safe; the journal guards it.
 */
package dev.secrets.store.file.index;
