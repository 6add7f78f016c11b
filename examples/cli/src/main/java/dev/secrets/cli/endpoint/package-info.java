/**
 * The endpoint: AWS JSON 1.1 over HTTP/1.1, signed by Signature Version 4, for the AWS CLI and the AWS SDKs of any language.
 *
 * <p>Outermost first: {@code Endpoint} owns the sockets and threads; {@code Connection} makes whole requests of what arrives and
 * sends answers in their order; {@code Dispatch} knows the paths; {@code AwsRequests} finds out who calls, in which region and
 * what, and has the protocol carry it out. Nothing below {@code Connection} knows Netty.
 *
 * <p>Everything that arrives is hostile until its signature is verified: sizes, times, connections and waiting requests are
 * bounded before that, and nothing is opened or looked up for a stranger but an access key. Requests are worked on by a bounded
 * number of threads; those that serve the sockets answer quick reads alone. Bodies may hold secrets: they are overwritten when a
 * request is answered, and neither they nor headers are logged.
 *
 * <p>Told to end, {@code serve} goes on answering while running rotations finish, in all regions at a time, for at most 30
 * seconds; then it has 5 seconds to stop the rest and give their leases back. After that it accepts nothing new, and what it
 * accepted has 20 seconds to be answered and 20 more to be sent. So it ends within 75 seconds, and at once where nothing runs.
 */
@org.jspecify.annotations.NullMarked
package dev.secrets.cli.endpoint;
