/**
 * When a secret is due to be rotated: {@link dev.secrets.schedule.RotationSchedule} reads the rules of a secret (a number of
 * days, {@code rate(...)}, or Secrets Manager's dialect of {@code cron(...)}; section 14 of the reference) and answers with
 * {@link dev.secrets.schedule.Window}s.
 *
 * <p>Pure arithmetic: everything is immutable and thread-safe, in UTC, and told the time by its caller. Rules that the service
 * would refuse are refused when a schedule is made, with {@link dev.secrets.model.InvalidParameterException} and what was wrong
 * (the service's own texts are known for one case only); a schedule that exists always has a next window.
 *
 * <p>The words of a rule are parsed here, strictly, into sets of hours, days and months; the next moment of a cron expression is
 * computed by cron-utils from those sets. Its known faults (a nearest weekday in a short month, {@code L} within a list) lie
 * outside what the parser lets through.
 */
package dev.secrets.schedule;
