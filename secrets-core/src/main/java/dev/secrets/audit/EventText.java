package dev.secrets.audit;

import java.time.Instant;
import java.util.List;
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

    /** The time that was written last, which is often the next one too. */
    private static volatile TimeText lastTime = TimeText.of(Instant.EPOCH);

    private record TimeText(Instant time, String text) {
        static TimeText of(Instant time) {
            return new TimeText(time, time.toString());
        }
    }

    private EventText() {}

    /** Appends the members of the event to an object. */
    static void append(StringBuilder out, AuditEvent event) {
        JsonText.member(out, "time", text(event.time()));
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

    /** Where many events come, many come in one millisecond. */
    private static String text(Instant time) {
        TimeText last = lastTime;
        if (!last.time.equals(time)) {
            last = TimeText.of(time);
            lastTime = last;
        }
        return last.text;
    }

    /** Returns how long the text is at most. */
    static long longest(AuditEvent event) {
        long characters = event.requestId().length()
                + event.eventName().length()
                + event.principal().length()
                + length(event.resourceArn())
                + length(event.errorCode())
                + length(event.decidedBy())
                + length(event.sourceAddress())
                + length(event.requestParameters());
        return characters * PER_CHARACTER + FIXED;
    }

    private static int length(Optional<String> member) {
        return member.isPresent() ? member.get().length() : 0;
    }

    private static long length(Object parameter) {
        long characters = PER_MEMBER;
        if (parameter instanceof Map<?, ?> members) {
            for (Map.Entry<?, ?> member : members.entrySet()) {
                characters += member.getKey().toString().length() + length(member.getValue());
            }
        } else if (parameter instanceof List<?> elements) {
            for (Object element : elements) {
                characters += length(element);
            }
        } else {
            characters += parameter.toString().length();
        }
        return characters;
    }

    private static void optional(StringBuilder out, String name, Optional<String> value) {
        value.ifPresent(present -> JsonText.member(out, name, present));
    }

    private static void parameters(StringBuilder out, AuditEvent event) {
        JsonText.plainName(out, "requestParameters");
        out.append('{');
        event.requestParameters().forEach((name, value) -> {
            JsonText.name(out, name);
            JsonText.value(out, value);
        });
        out.append('}');
    }

    private static void elapsed(StringBuilder out, AuditEvent event) {
        event.elapsed().ifPresent(elapsed -> {
            JsonText.plainName(out, "elapsedMicros");
            out.append(elapsed.toNanos() / 1000);
        });
    }
}
