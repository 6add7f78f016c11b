/**
 * The vocabulary of the secrets manager: request and response records named and limited as in AWS Secrets Manager, the secret
 * value, the caller, the exceptions, and the small interfaces that other packages meet at ({@link dev.secrets.model.RootKey},
 * {@link dev.secrets.model.ChainMac}).
 *
 * <p>Everything here is immutable and thread-safe, checks itself when it is made, and depends on the JDK alone. What belongs
 * here is what a caller of the API names; behaviour belongs elsewhere. A request that exists has passed the shape checks of
 * section 3.1 of the reference; whether it can be carried out depends on the secret and is the engine's to say.
 */
package dev.secrets.model;
