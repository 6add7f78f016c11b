/**
 * Rotators that are named in a file: built-in ones, and functions outside of the process that were written for AWS's rotation,
 * which run unchanged. A function is invoked once for each step with AWS's event, and works on the secret through the endpoint,
 * with credentials that end with the step and reach this secret alone.
 *
 * <p>A program finds them in its environment: {@code AWS_ACCESS_KEY_ID}, {@code AWS_SECRET_ACCESS_KEY}, {@code AWS_SESSION_TOKEN},
 * {@code AWS_REGION}, {@code AWS_DEFAULT_REGION}, and the endpoint twice: as {@code SECRETS_MANAGER_ENDPOINT}, which the functions
 * that AWS publishes read, and as {@code AWS_ENDPOINT_URL_SECRETS_MANAGER}, which the SDKs read by themselves. There is no
 * {@code AWS_ENDPOINT_URL}: it would send calls to other services here too.
 */
@org.jspecify.annotations.NullMarked
package dev.secrets.cli.rotators;
