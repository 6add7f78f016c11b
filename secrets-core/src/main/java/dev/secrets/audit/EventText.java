package dev.secrets.audit;

import java.util.Map;
import java.util.Optional;

/** An event as the members of a JSON object: in a fixed order, absent ones left out, always the same text for the same event. */
final class EventText {
    /** An escape, of which the longest stand for one character. */
    private static final int PER_CHARACTER = 6;

    /** Quotes, colon and comma. */
    private static final int PER_MEMBER = 6;

    /** The names of all members, and what the members have whose length is bounded. */
    private static final int FIXED = 512;

    private EventText() {}

    /** Appends the members of the event to an object. */
    static void append(StringBuilder out, AuditEvent event) {
        JsonText.member(out, "time", event.time().toString());
        JsonText.member(out, "requestId", event.requestId());
        JsonText.member(out, "phase", event.phase().name());
        JsonText.member(out, "eventName", event.eventName());
        JsonText.member(out, "principal", event.principal());
        optional(out, "resourceArn", event.resourceArn());
        parameters(out, event);
        optional(out, "errorCode", event.errorCode());
        optional(out, "decidedBy", event.decidedBy());
        optional(out, "sourceAddress", event.sourceAddress());
        elapsed(out, event);
    }

    /** Returns how long the text is at most. */
    static long longest(AuditEvent event) {
        long characters = event.requestId().length()
                + event.eventName().length()
                + event.principal().length()
                + length(event.resourceArn())
                + length(event.errorCode())
                + length(event.decidedBy())
                + length(event.sourceAddress());
        for (Map.Entry<String, String> parameter : event.requestParameters().entrySet()) {
            characters += parameter.getKey().length() + parameter.getValue().length() + PER_MEMBER;
        }
        return characters * PER_CHARACTER + FIXED;
    }

    private static int length(Optional<String> member) {
        return member.isPresent() ? member.get().length() : 0;
    }

    private static void optional(StringBuilder out, String name, Optional<String> value) {
        value.ifPresent(present -> JsonText.member(out, name, present));
    }

    private static void parameters(StringBuilder out, AuditEvent event) {
        JsonText.name(out, "requestParameters");
        out.append('{');
        event.requestParameters().forEach((name, value) -> {
            JsonText.name(out, name);
            JsonText.value(out, value);
        });
        out.append('}');
    }

    private static void elapsed(StringBuilder out, AuditEvent event) {
        event.elapsed().ifPresent(elapsed -> {
            JsonText.name(out, "elapsedMicros");
            out.append(elapsed.toNanos() / 1000);
        });
    }
}
