package dev.secrets.examples.benchmarks.report;

/**
 * Something that a row is seen beside.
 *
 * @param label what it is
 * @param method measures it
 * @param floor whether it is what the machine can do at best; if not, it is what a user would pick instead
 */
record Beside(String label, BenchmarkMethod method, boolean floor) {}
