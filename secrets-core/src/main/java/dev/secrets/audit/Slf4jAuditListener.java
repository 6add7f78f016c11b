package dev.secrets.audit;

import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes each event to a logger as structured key-value pairs, at level INFO. Thread-safe.
 *
 * <p>The keys are the members of {@link AuditEvent} by name, {@code requestParameters.secretId} and the like for parameters, and
 * {@code elapsedMicros}; members that are absent are left out. The message is the event's name, its phase and the error code, all
 * of them from fixed sets. What callers made up stands in values alone, escaped as in JSON to printable ASCII, so that it can't
 * forge a line of the log.
 *
 * <p>Promises nothing: a logger does not say whether it wrote, where, or whether its level is off. A trail that must be complete
 * belongs in a {@link JournalAuditListener}; the two go together in a {@link FanOutAuditListener}.
 */
public final class Slf4jAuditListener implements AuditListener {
    /** The name of the logger, unless another is given. */
    public static final String LOGGER_NAME = "secrets.audit";

    private final Logger logger;

    /** Writes to the logger {@value #LOGGER_NAME}. */
    public Slf4jAuditListener() {
        this(LOGGER_NAME);
    }

    /** Writes to the logger of the name. */
    public Slf4jAuditListener(String loggerName) {
        this(LoggerFactory.getLogger(loggerName));
    }

    Slf4jAuditListener(Logger logger) {
        this.logger = logger;
    }

    @Override
    public void audit(AuditEvent event) {
        LoggingEventBuilder entry = logger.atInfo();
        add(entry, "time", event.time().toString());
        add(entry, "requestId", event.requestId());
        add(entry, "phase", event.phase().name());
        add(entry, "eventName", event.eventName());
        add(entry, "principal", event.principal());
        add(entry, "resourceArn", event.resourceArn());
        event.requestParameters().forEach((name, value) -> add(entry, "requestParameters." + name, value));
        add(entry, "errorCode", event.errorCode());
        add(entry, "decidedBy", event.decidedBy());
        add(entry, "sourceAddress", event.sourceAddress());
        event.elapsed().ifPresent(elapsed -> entry.addKeyValue("elapsedMicros", micros(elapsed)));
        entry.log(message(event));
    }

    private static long micros(Duration elapsed) {
        return elapsed.toNanos() / 1000;
    }

    private static void add(LoggingEventBuilder entry, String key, Optional<String> value) {
        value.ifPresent(present -> add(entry, key, present));
    }

    private static void add(LoggingEventBuilder entry, String key, String value) {
        entry.addKeyValue(key, JsonText.escaped(value));
    }

    private static String message(AuditEvent event) {
        String said = event.eventName() + " " + event.phase();
        return event.errorCode().map(code -> said + " " + code).orElse(said);
    }
}
