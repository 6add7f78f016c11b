/**
 * The audit trail: the event that each call and each background change leaves, and the hook that takes it.
 *
 * <p>A read leaves one event, after the value was opened and before it leaves; if the listener refuses the event, the value is
 * withheld. A change leaves an intent before it is made (refused: nothing is made) and an outcome after (refused: the change
 * stands, and {@link dev.secrets.model.AuditIncompleteException} says so). A call that is refused leaves one event with the error.
 * Exactly these, however often the engine had to try. Events have a fixed schema and never hold a value, a password or a token.
 *
 * <p>Everything public is thread-safe or immutable. A listener is called by the thread of the call, concurrently with itself, and
 * refuses an event by throwing; a journal refuses with {@link dev.secrets.audit.AuditRefusedException}.
 */
package dev.secrets.audit;
