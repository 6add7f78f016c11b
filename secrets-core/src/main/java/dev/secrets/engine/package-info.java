/**
 * The path of a call: resolve the id, load the secret, authorise, act, audit, answer. One place does this for all operations
 * ({@link dev.secrets.engine.Engine}); an operation brings only its own part, so none can forget authorisation or audit. The only
 * place where policy, keys, audit and store meet.
 *
 * <p>Not exported. A change is computed on the pure aggregate of {@code dev.secrets.state} and committed by compare-and-set; a
 * lost race is run again. No lock is held over encryption, I/O or a listener's callback.
 */
package dev.secrets.engine;
