/**
 * Rotators that are named in a file: built-in ones, and functions outside of the process that were written for AWS's rotation,
 * which run unchanged. A function is invoked once for each step with AWS's event, and works on the secret through the endpoint,
 * with credentials that end with the step and reach this secret alone.
 */
@org.jspecify.annotations.NullMarked
package dev.secrets.cli.rotators;
