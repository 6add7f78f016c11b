/** Placeholder. */
package dev.secrets.store.file;
