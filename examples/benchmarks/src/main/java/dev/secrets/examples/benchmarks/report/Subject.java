package dev.secrets.examples.benchmarks.report;

import java.util.List;

/**
 * Rows that belong together and share a chart.
 *
 * @param name the chart's file, without its ending
 * @param title the chart's title
 * @param rows its rows
 */
record Subject(String name, String title, List<Row> rows) {}
