/**
 * What maintenance is told and what it reports: moving secrets to new keys, verifying a store, taking secrets out of it and into
 * another. The work itself is begun at {@code EmbeddedSecretsManager}, by the owner alone. Reports name secrets and never hold a
 * value; what could not be read is in the report, and only what stops the work is thrown. All types are immutable.
 */
package dev.secrets.maintenance;
