/**
 * JSON as plain values: an object is a {@code Map} in the order of its members, an array a {@code List}, and beyond that there
 * are {@code String}, {@code BigDecimal}, {@code Boolean} and null. What users write and what operations answer takes this form
 * between the protocol, which has bytes, and the options and formats of a command line.
 *
 * <p>Stateless; safe to use from several threads. A refusal says where the JSON is wrong and never quotes it.
 */
@org.jspecify.annotations.NullMarked
package dev.secrets.cli.json;
