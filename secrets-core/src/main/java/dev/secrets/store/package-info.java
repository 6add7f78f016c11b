/**
 * The storage SPI, and two stores: one in memory, one that caches another.
 *
 * <p>A backend is untrusted and simple: a durable, ordered map from names to records with compare-and-set. It sees names, times,
 * revisions and opaque bytes; what the bytes say, and whether they are still what was written, is for the engine. A new backend
 * implements {@link dev.secrets.store.SecretStore} and passes {@code SecretStoreContract} (in the test-jar of this module), which
 * is the executable definition of everything said here.
 *
 * <p>Names are ASCII without control characters, at most 512 long. Names that begin with {@code #} are reserved for records of
 * the library itself; a backend treats them as any other. Times have millisecond precision. Errors are
 * {@link dev.secrets.store.StoreException}s and nothing else; programming errors of the caller are
 * {@link java.lang.IllegalArgumentException}.
 */
package dev.secrets.store;
