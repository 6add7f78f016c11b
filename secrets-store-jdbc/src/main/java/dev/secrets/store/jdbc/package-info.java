/**
 * {@link dev.secrets.store.jdbc.JdbcSecretStore}: secrets in tables of a relational database that the application already has.
 *
 * <p>Belongs here: the statements and what the databases do differently, which is all in
 * {@link dev.secrets.store.jdbc.JdbcDialect} and the SQL files beside this package; what an SQLState means and what may be tried
 * again; the listening connection of PostgreSQL. Nothing is decrypted here, and no connection pool is made here: the
 * {@link javax.sql.DataSource} is the application's, which also closes it.
 *
 * <p>A read is one statement. A change is one transaction that compares the revision in the {@code WHERE} of its first
 * statement, so that nothing above the isolation READ COMMITTED is needed. Errors are
 * {@link dev.secrets.store.StoreException}s; their messages hold no SQL and no sealed bytes. Everything public is thread-safe.
 *
 * <h2>What the listener hears</h2>
 *
 * The names of the {@code StoreEvent}s. Each is logged besides, as a warning:
 * <dl>
 *   <dt>{@code LostWritesPossible}<dd>The database is set so that a crash of it loses what it acknowledged.
 *   <dt>{@code ClosedByInterrupts}<dd>The database is embedded and set so that an interrupt of a caller closes it for everybody.
 *   <dt>{@code NotificationsLost}<dd>The connection broke that tells of other nodes' changes; a new one is tried.
 *   <dt>{@code NotificationsResumed}<dd>There is a new one.
 *   <dt>{@code NotificationsUnavailable}<dd>There are no notifications: subscribers are told of nothing.
 *   <dt>{@code SubscriberFailed}<dd>A subscriber threw.
 * </dl>
 */
package dev.secrets.store.jdbc;
