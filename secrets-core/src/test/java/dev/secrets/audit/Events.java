package dev.secrets.audit;

import dev.secrets.audit.AuditEvent.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/** Events for tests. */
final class Events {
    static final Instant TIME = Instant.parse("2026-02-03T10:15:30.123Z");
    static final String ARN = "arn:aws:secretsmanager:us-east-1:000000000000:secret:prod/db-AbCdEf";

    private Events() {}

    /** An event that has every member. */
    static AuditEvent full() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("secretId", "prod/db");
        parameters.put("versionStage", "AWSCURRENT");
        return new AuditEvent(
                TIME,
                "b1e0c6f2-0000-4000-8000-00000000002a",
                Phase.OUTCOME,
                "GetSecretValue",
                "arn:aws:iam::000000000000:role/app",
                Optional.of(ARN),
                parameters,
                Optional.of("AccessDeniedException"),
                Optional.of("app-policy statement 2"),
                Optional.of("10.0.0.7"),
                Optional.of(Duration.ofNanos(1_234_567)));
    }

    /** An event that has the members alone that every event has. */
    static AuditEvent bare(String requestId) {
        return bare(requestId, TIME);
    }

    static AuditEvent bare(String requestId, Instant time) {
        return new AuditEvent(
                time,
                requestId,
                Phase.INTENT,
                "PutSecretValue",
                "arn:aws:iam::000000000000:root",
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static AuditEvent withParameters(Map<String, ?> parameters) {
        return new AuditEvent(
                TIME,
                "r",
                Phase.INTENT,
                "TagResource",
                "p",
                Optional.of(ARN),
                parameters,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** As many different events. */
    static List<AuditEvent> many(int count) {
        return LongStream.rangeClosed(1, count)
                .mapToObj(number -> bare("request-" + number))
                .toList();
    }

    static AuditEvent outcome(String eventName, Optional<String> errorCode, Optional<Duration> elapsed) {
        return new AuditEvent(
                TIME,
                "r",
                Phase.OUTCOME,
                eventName,
                "p",
                Optional.of(ARN),
                Map.of("secretId", "prod/db"),
                errorCode,
                Optional.empty(),
                Optional.empty(),
                elapsed);
    }
}
