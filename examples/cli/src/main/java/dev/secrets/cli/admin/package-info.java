/**
 * The commands that AWS has no operation for: making a store, access keys, checking, copying and saving stores, trying policies.
 * Each command is one class with its options. What they print is for people, unless they say that it is JSON.
 */
@org.jspecify.annotations.NullMarked
package dev.secrets.cli.admin;
