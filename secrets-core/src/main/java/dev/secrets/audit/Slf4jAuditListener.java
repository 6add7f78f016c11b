package dev.secrets.audit;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
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

    private static final int ROOM_FOR_PARAMETER = 256;

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
        for (Map.Entry<String, Object> member : members(event).entrySet()) {
            entry = entry.addKeyValue(member.getKey(), member.getValue());
        }
        entry.log(message(event));
    }

    private static Map<String, Object> members(AuditEvent event) {
        Map<String, Object> members = new LinkedHashMap<>();
        add(members, "time", event.time().toString());
        add(members, "requestId", event.requestId());
        add(members, "phase", event.phase().name());
        add(members, "eventName", event.eventName());
        add(members, "principal", event.principal());
        add(members, "resourceArn", event.resourceArn());
        event.requestParameters().forEach((name, value) -> members.put("requestParameters." + name, written(value)));
        add(members, "errorCode", event.errorCode());
        add(members, "decidedBy", event.decidedBy());
        add(members, "sourceAddress", event.sourceAddress());
        event.elapsed().ifPresent(elapsed -> members.put("elapsedMicros", micros(elapsed)));
        return members;
    }

    private static Object written(Object parameter) {
        if (parameter instanceof String text) {
            return JsonText.escaped(text);
        }
        AsciiBuffer json = new AsciiBuffer(ROOM_FOR_PARAMETER);
        JsonText.value(json, parameter);
        return json.toString();
    }

    private static long micros(Duration elapsed) {
        return elapsed.toNanos() / 1000;
    }

    private static void add(Map<String, Object> members, String key, Optional<String> value) {
        value.ifPresent(present -> add(members, key, present));
    }

    private static void add(Map<String, Object> members, String key, String value) {
        members.put(key, JsonText.escaped(value));
    }

    private static String message(AuditEvent event) {
        String said = event.eventName() + " " + event.phase();
        return event.errorCode().map(code -> said + " " + code).orElse(said);
    }
}
