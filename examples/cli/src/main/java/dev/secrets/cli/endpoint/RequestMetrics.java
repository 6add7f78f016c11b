package dev.secrets.cli.endpoint;

import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Counts and times requests by operation and outcome, for Prometheus. What a caller made up is counted as unknown, so that the
 * number of meters is bounded; no secret's name is ever a tag. Thread-safe.
 */
final class RequestMetrics {
    private static final String UNKNOWN = "unknown";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<Key, Timer> timers = new ConcurrentHashMap<>();
    private final Set<String> operations;

    private record Key(String operation, String outcome) {}

    RequestMetrics(Collection<String> operations) {
        this.operations = Set.copyOf(operations);
    }

    /** Returns the registry, for what else is to be shown. */
    PrometheusMeterRegistry registry() {
        return registry;
    }

    void gauge(String name, String description, IntSupplier value) {
        io.micrometer.core.instrument.Gauge.builder(name, value::getAsInt)
                .description(description)
                .register(registry);
    }

    /** Counts one request that was answered. */
    void answered(String operation, Answer answer, long nanoseconds) {
        String known = operations.contains(operation) ? operation : UNKNOWN;
        Key key = new Key(known, answer.errorType().orElse("success"));
        timers.computeIfAbsent(key, this::timer).record(nanoseconds, TimeUnit.NANOSECONDS);
    }

    private Timer timer(Key key) {
        return Timer.builder("secrets.endpoint.requests")
                .description("Requests that were answered")
                .tag("operation", key.operation())
                .tag("outcome", key.outcome())
                .register(registry);
    }

    /** Returns everything in Prometheus's text format. */
    String scrape() {
        return registry.scrape();
    }
}
