package dev.secrets.examples.benchmarks.report;

import java.util.OptionalDouble;

/**
 * What one benchmark method came to.
 *
 * @param value the median of the iterations of all forks
 * @param unit of the value
 * @param allocated bytes for one operation, where the JVM's own threads did the work
 */
record Measurement(double value, Unit unit, OptionalDouble allocated) {
    double cost() {
        return unit.cost(value);
    }

    String text() {
        return unit.text(value);
    }

    String allocatedText() {
        return allocated.isPresent() ? Unit.BYTES.text(allocated.getAsDouble()) : "";
    }
}
