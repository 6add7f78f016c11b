/**
 * OAuth 2.0 tokens as secrets: {@link dev.secrets.rotation.oauth.OAuthLogin} turns a user's login into the first
 * {@link dev.secrets.credentials.OAuthTokens}, {@link dev.secrets.rotation.oauth.OAuthTokenRotator} renews them before they expire.
 * By the Nimbus OAuth 2.0 SDK, which an application that uses this brings.
 *
 * <p>Messages hold the error codes of RFC 6749 and nothing that a server says besides. Everything here is thread-safe.
 */
package dev.secrets.rotation.oauth;
