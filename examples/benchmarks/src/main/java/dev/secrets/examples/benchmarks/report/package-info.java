/**
 * Runs the benchmarks and reports them: {@link dev.secrets.examples.benchmarks.report.Rows} says what is measured beside what and
 * how fast it must be, the rest measures it and makes a table and charts.
 */
package dev.secrets.examples.benchmarks.report;
