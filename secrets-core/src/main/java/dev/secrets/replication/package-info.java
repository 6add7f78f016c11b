/**
 * Brings other regions to where this one is: copies, removals, and word to a former primary. What is to be done stands in the
 * record of the secret that owes it ({@link dev.secrets.state.ReplicaTarget}), put there by the commit of the change itself, so
 * that a crash or a region out of reach loses nothing; this package does it and notes in the record what became of it.
 *
 * <p>Every step can be repeated, and any number of workers may take it at the same time: a copy carries the revision of the primary
 * that it was made from, and none of an older revision is put in its place. Nothing here is subject to policies, and no value
 * leaves but sealed under the key of the region that it goes to.
 *
 * <p>Not exported.
 */
package dev.secrets.replication;
