/**
 * Rotation. {@link dev.secrets.rotation.RotationScheduler} claims what is due, on as many nodes as run one, and works through the
 * four steps of a {@link dev.secrets.rotation.Rotator}; {@link dev.secrets.rotation.ValueRotator} is the short way to one.
 *
 * <p>What it promises: a rotation has one version id and one value from its first try to its last, on whichever nodes; at each moment
 * the target accepts AWSCURRENT or AWSPENDING; a node that lost its lease changes nothing in the store, and nothing at the target
 * after a rotator has asked {@link dev.secrets.rotation.RotationContext#requireLease}. The store's clock judges; a node's time of
 * day plays no part.
 *
 * <p>The scheduler is thread-safe. A rotator is called by many threads, for one secret by one at a time.
 */
package dev.secrets.rotation;
