/**
 * Opens what the settings name: the root key, the store, and a secrets manager on it. Whoever opens closes.
 *
 * <p>What can't be opened is refused with a sentence that says what to do.
 */
@org.jspecify.annotations.NullMarked
package dev.secrets.cli.store;
