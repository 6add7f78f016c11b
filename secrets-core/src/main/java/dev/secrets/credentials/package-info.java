/**
 * Typed secrets: what an application usually keeps in a secret, read from and written to the forms that the guide of AWS Secrets
 * Manager shows. {@link dev.secrets.credentials.DatabaseCredentials}, {@link dev.secrets.credentials.ApiKey} and
 * {@link dev.secrets.credentials.OAuthTokens} are JSON objects, {@link dev.secrets.credentials.SshKeyPair} is a bare PEM text;
 * {@link dev.secrets.credentials.TypedSecrets} reads whichever is asked for.
 *
 * <p>What a type does not know it keeps: members of others stay in their place with their JSON types, and a secret that was only
 * read is written back byte for byte. What it does know it checks, all of it, when it is made: a
 * {@link dev.secrets.credentials.CredentialsFormatException} names the type and the member that is missing or of the wrong form,
 * and never quotes anything from the secret.
 *
 * <p>All types are thread-safe, and immutable until they are closed, which overwrites the secrets that they hold. They never show
 * themselves: not in {@code toString}, not in Java or JSON serialisation. Reading JSON goes through short-lived strings that can't
 * be overwritten; closing reduces exposure and does not end it.
 */
package dev.secrets.credentials;
