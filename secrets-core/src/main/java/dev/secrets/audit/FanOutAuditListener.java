package dev.secrets.audit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Hands each event to several sinks at once. An event is accepted as soon as it is certain to be written: at least one required
 * sink took it within its deadline. If none did, the event is refused. What the best-effort sinks say is logged and counted.
 *
 * <p>A call waits for every sink, each no longer than its own deadline, so a sink that works has each event before the call goes
 * on, and one that hangs or fails delays a call by its deadline at most. When eight events are overdue at a sink, it is not waited
 * for until it takes them. An Error that a sink throws is a failure like any other. An interrupt of the caller does not cut the
 * wait short; the flag is kept.
 *
 * <p>Memory is bounded: each sink has at most eight threads, and at most a thousand events wait for one. What is beyond that, the
 * sink misses. A sink that was late may get an event after the call was refused: a trail then says more than happened, never less.
 *
 * <p>Several required sinks stand in for one another. To need two of them for each event, make one listener of both, such as
 * {@code event -> { journal.audit(event); remote.audit(event); }}.
 *
 * <p>Thread-safe. The sinks' listeners stay the application's to close, after this.
 */
public final class FanOutAuditListener implements AuditListener, AutoCloseable {
    private final List<SinkThreads> sinks;

    /**
     * Makes a fan-out.
     *
     * @throws IllegalArgumentException if no sink is required, or two have the same name
     */
    public FanOutAuditListener(List<AuditSink> sinks) {
        if (sinks.stream().noneMatch(AuditSink::required)) {
            throw new IllegalArgumentException("At least one sink must be required; found none");
        }
        if (sinks.stream().map(AuditSink::name).distinct().count() != sinks.size()) {
            throw new IllegalArgumentException("Two sinks have the same name");
        }
        this.sinks = sinks.stream().map(SinkThreads::new).toList();
    }

    @Override
    public void audit(AuditEvent event) {
        List<SinkThreads.Delivery> deliveries =
                sinks.stream().map(sink -> sink.hand(event)).toList();
        boolean written = false;
        Map<String, Throwable> failures = new LinkedHashMap<>();
        for (int i = 0; i < sinks.size(); i++) {
            AuditSink sink = sinks.get(i).sink();
            deliveries.get(i).await().ifPresent(failure -> failures.put(sink.name(), failure));
            written |= sink.required() && !failures.containsKey(sink.name());
        }
        if (!written) {
            throw refusal(failures);
        }
    }

    private static AuditRefusedException refusal(Map<String, Throwable> failures) {
        String reasons = failures.entrySet().stream()
                .map(failure ->
                        failure.getKey() + " (" + failure.getValue().getClass().getSimpleName() + ")")
                .collect(Collectors.joining(", "));
        List<Throwable> causes = new ArrayList<>(failures.values());
        AuditRefusedException refusal = new AuditRefusedException(
                "No required audit sink took the event within its deadline; failed: " + reasons, causes.get(0));
        causes.stream().skip(1).forEach(refusal::addSuppressed);
        return refusal;
    }

    /** Returns, by the name of each sink, how many events it did not take within its deadline. */
    public Map<String, Long> missedEvents() {
        Map<String, Long> missed = new LinkedHashMap<>();
        sinks.forEach(sink -> missed.put(sink.sink().name(), sink.missed()));
        return Collections.unmodifiableMap(missed);
    }

    /** Ends the threads when they have done what they hold; every event is refused from now on. Closing again does nothing. */
    @Override
    public void close() {
        sinks.forEach(SinkThreads::close);
    }
}
