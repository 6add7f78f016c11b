/**
 * Rotators for database passwords: {@link dev.secrets.rotation.database.SingleUserRotator} changes the password of the user itself,
 * {@link dev.secrets.rotation.database.AlternatingUsersRotator} switches between two users with the same rights, so that there is no
 * moment at which a login fails. Each works on any {@link dev.secrets.rotation.database.Database}; PostgreSQL and MySQL/MariaDB are
 * here, others are one class.
 *
 * <p>The secrets have the form of {@link dev.secrets.credentials.DatabaseCredentials}. Names and passwords may hold any character:
 * they are quoted by the drivers, or never become part of a statement. Messages name SQL states and error codes, never what a driver
 * says, which may quote a statement. Everything here is thread-safe.
 */
package dev.secrets.rotation.database;
