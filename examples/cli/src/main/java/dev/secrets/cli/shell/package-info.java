/**
 * What surrounds a command: streams, environment and terminal, the settings that it takes from options, the environment or a
 * file, and the exit codes that it may end with. Knows nothing of secrets managers.
 */
@org.jspecify.annotations.NullMarked
package dev.secrets.cli.shell;
