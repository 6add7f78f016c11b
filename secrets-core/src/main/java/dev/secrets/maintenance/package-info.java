/**
 * What maintenance is told and what it reports: moving secrets to new keys, verifying a store, taking secrets out of it and into
 * another. The work itself is begun at {@code EmbeddedSecretsManager}, by the owner alone. Reports name secrets and never hold a
 * value; all types are immutable.
 */
package dev.secrets.maintenance;
