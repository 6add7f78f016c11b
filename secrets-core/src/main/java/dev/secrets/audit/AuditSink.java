package dev.secrets.audit;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * One listener of a {@link FanOutAuditListener}.
 *
 * @param name what failures are told by; one to 64 letters, digits, dots and dashes, different for each sink
 * @param listener takes the events, in a thread of the fan-out
 * @param required whether an event counts as written when this sink has taken it; the others are best effort
 * @param deadline how long a call waits for the sink at most; more than zero, at most a minute
 */
public record AuditSink(String name, AuditListener listener, boolean required, Duration deadline) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9.-]{1,64}");
    private static final Duration MAX_DEADLINE = Duration.ofMinutes(1);

    /** @throws IllegalArgumentException if the name or the deadline is not acceptable */
    public AuditSink {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "The name of a sink has one to 64 letters, digits, dots and dashes; found " + name);
        }
        if (deadline.isNegative() || deadline.isZero() || deadline.compareTo(MAX_DEADLINE) > 0) {
            throw new IllegalArgumentException(
                    "The deadline of a sink is more than zero and at most " + MAX_DEADLINE + "; found " + deadline);
        }
    }

    /** Returns a sink that can make an event count as written. */
    public static AuditSink required(String name, AuditListener listener, Duration deadline) {
        return new AuditSink(name, listener, true, deadline);
    }

    /** Returns a sink whose failures are logged and counted, and refuse nothing. */
    public static AuditSink bestEffort(String name, AuditListener listener, Duration deadline) {
        return new AuditSink(name, listener, false, deadline);
    }
}
