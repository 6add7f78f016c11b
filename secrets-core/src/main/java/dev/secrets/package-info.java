/**
 * The front door: {@link dev.secrets.SecretsManager}, what every caller sees, and {@link dev.secrets.EmbeddedSecretsManager}, what
 * the application makes and keeps. What the calls do is behind it, in packages that are not exported.
 *
 * <p>Belongs here: what an application calls (operations, handles on values, key administration, maintenance, the queue of
 * rotations) and the options of the whole. Everything public is thread-safe or immutable. What a call refuses is a
 * {@link dev.secrets.model.SecretsManagerException}, whose type tells who must act; a bad option is an
 * {@code IllegalArgumentException} at the constructor. What can be tried again is an
 * {@link dev.secrets.model.InternalServiceErrorException}, whose message says whether anything was changed.
 */
package dev.secrets;
