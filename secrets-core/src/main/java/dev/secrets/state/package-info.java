/**
 * The state machine of a secret, pure: immutable values that go from one to the next, no I/O, no clock, no randomness. The hard
 * rules live here: which version carries which staging label, what is pruned, what deletion and rotation do to a secret, when it
 * is due. {@link dev.secrets.state.SecretCodec} turns a secret into the bytes that become its sealed metadata, and back;
 * the file {@code secret.proto} beside it describes them.
 *
 * <p>Not exported: the engine is the only user. Refusals are the exceptions of {@code dev.secrets.model} with the service's own
 * texts; a state that can't be is an {@link java.lang.IllegalStateException}.
 */
package dev.secrets.state;
