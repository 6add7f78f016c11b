/**
 * How a connection pool follows the rotation of its password: {@link dev.secrets.examples.hikari.RotatingPool} is all that an
 * application needs to write. The test beside it rotates a PostgreSQL password while eight threads query, and counts failures.
 */
package dev.secrets.examples.hikari;
