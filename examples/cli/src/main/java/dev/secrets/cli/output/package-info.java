/**
 * How answers are printed: the AWS CLI's {@code json}, {@code text} and {@code table}, after a JMESPath query if there is one.
 * What is printed is the same on a terminal and in a pipe, but for the colours of a table.
 *
 * <p>Immutable, but for a table while it is built; nothing here is used by several threads.
 */
@org.jspecify.annotations.NullMarked
package dev.secrets.cli.output;
