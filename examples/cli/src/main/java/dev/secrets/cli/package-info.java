/**
 * The {@code secrets} command: the entry, and the tree of its commands. Everything it does is in the packages below; this one
 * knows them all and none of them knows it.
 */
@org.jspecify.annotations.NullMarked
package dev.secrets.cli;
