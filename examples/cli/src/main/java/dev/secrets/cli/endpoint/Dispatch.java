package dev.secrets.cli.endpoint;

import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows what is at which path. Whatever happens, there is an answer. */
final class Dispatch {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final AwsRequests aws;
    private final RequestMetrics metrics;
    private final BooleanSupplier healthy;

    Dispatch(AwsRequests aws, RequestMetrics metrics, BooleanSupplier healthy) {
        this.aws = aws;
        this.metrics = metrics;
        this.healthy = healthy;
    }

    Answer answer(ReceivedRequest request) {
        if (request.method().equals("GET")) {
            return page(request.target().path());
        }
        long start = System.nanoTime();
        Answer answer = operation(request);
        metrics.answered(AwsRequests.operationOf(request), answer, System.nanoTime() - start);
        return answer;
    }

    private Answer page(String path) {
        return switch (path) {
            case "/health" ->
                healthy.getAsBoolean()
                        ? Answer.text("application/json", "{\"status\":\"ok\"}\n")
                        : Answer.unavailable("{\"status\":\"unavailable\"}\n");
            case "/metrics" -> Answer.text(PROMETHEUS_TEXT, metrics.scrape());
            default -> Answer.of(Refusal.notFound());
        };
    }

    private Answer operation(ReceivedRequest request) {
        try {
            if (!request.method().equals("POST") || !request.target().isRoot()) {
                throw Refusal.notFound();
            }
            return aws.answer(request);
        } catch (Refusal refusal) {
            return Answer.of(refusal);
        } catch (RuntimeException | StackOverflowError failure) { // no message: it may quote the request
            LOG.error("A request failed: {}", failure.getClass().getName());
            return Answer.of(Refusal.failed());
        }
    }
}
