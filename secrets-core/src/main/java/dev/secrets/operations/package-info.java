/**
 * The operations, a class each: what is particular to one of them, and nothing of what the engine does for all. Section numbers
 * are those of the project's reference on AWS Secrets Manager's behaviour, ids those of its checklist.
 *
 * <p>Not exported.
 */
package dev.secrets.operations;
