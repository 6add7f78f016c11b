/**
 * Maintenance: work that goes through all records, as the service itself. It sees what operations never show, so only the front
 * door begins it, for the owner; it returns no value to anybody.
 *
 * <p>Not exported.
 */
package dev.secrets.jobs;
