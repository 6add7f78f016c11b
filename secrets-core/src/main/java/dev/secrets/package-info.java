/**
 * The front door: {@link dev.secrets.SecretsManager}, what every caller sees, and {@link dev.secrets.EmbeddedSecretsManager}, what
 * the application makes and keeps. What the calls do is behind it, in packages that are not exported.
 */
package dev.secrets;
