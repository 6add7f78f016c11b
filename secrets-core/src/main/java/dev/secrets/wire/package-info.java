/**
 * The AWS JSON 1.1 protocol over any {@link dev.secrets.SecretsManager}: the name of an operation and a JSON body in, a status
 * and a JSON body out, as section 17 of the project's reference on AWS Secrets Manager describes it. No transport, no
 * signatures: whoever listens or reads a command line has already found out who the caller is and hands over a manager that is
 * bound to it.
 *
 * <p>A request takes one path: {@code RequestReader} is the only place that parses JSON, guided by the operation's
 * {@link dev.secrets.wire.Shape}; {@code RequestDecoders} make the request records of the model, which check themselves;
 * {@code Operations} is the table that ties an operation's name, shape, decoder, method and encoder together;
 * {@code ResponseEncoders} write what came back. Everything is spelled out, nothing is found by reflection.
 *
 * <p>A body may hold secret values. No exception, log line or {@code toString} of this package quotes one, and no parser's
 * message or cause gets out, since those quote what they stumbled over. Everything public here is immutable and thread-safe.
 */
package dev.secrets.wire;
