/**
 * What the store asks of a file system, in few methods, and the real thing behind them.
 *
 * <p>Everything that touches a disk goes through {@link dev.secrets.store.file.fs.StoreFs}, so that tests can put a file system
 * beneath the store that fails, tears and forgets. The real one, {@link dev.secrets.store.file.fs.LocalFs}, keeps the rules that
 * hold for a directory of secrets: the directory is 0700 and the files are created 0600, atomically; both belong to the user of
 * this process; symbolic links are refused; a directory is open once in a JVM. It also knows what the JVM gets wrong: an
 * interrupt closes a {@code FileChannel} under everybody's feet, and closing any channel of a locked file frees the lock. And it
 * looks at the directory in place of the files, because to ask for a file's times makes its next sync slow.
 *
 * <p>Errors are {@code IOException}s, with a message for the operator. What a class says about threads is said there.
 */
package dev.secrets.store.file.fs;
