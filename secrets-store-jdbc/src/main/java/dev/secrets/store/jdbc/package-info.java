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
 */
package dev.secrets.store.jdbc;
