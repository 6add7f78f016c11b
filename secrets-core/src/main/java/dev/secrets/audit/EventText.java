package dev.secrets.audit;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An event as the members of a JSON object: in a fixed order, absent ones left out, always the same text for the same
 * event. One thread at a time.
 */
final class EventText {
    /** An escape, of which the longest stand for one character. */
    private static final int PER_CHARACTER = 6;

    /** Quotes, colon and comma. */
    private static final int PER_MEMBER = 6;

    /** The names of all members, and what the members have whose length is bounded. */
    private static final int FIXED = 512;

    private final TimeText time = new TimeText();

    /** Appends the members of the event to an object that has a member already. */
    void append(AsciiBuffer out, AuditEvent event) {
        out.append(",\"time\":\"");
        time.append(out, event.time());
        out.append("\",\"requestId\":");
        JsonText.quoted(out, event.requestId());
        out.append(",\"phase\":\"").append(event.phase().name());
        out.append("\",\"eventName\":");
        JsonText.quoted(out, event.eventName());
        out.append(",\"principal\":");
        JsonText.quoted(out, event.principal());
        optional(out, ",\"resourceArn\":", event.resourceArn());
        out.append(",\"requestParameters\":");
        JsonText.value(out, event.requestParameters());
        optional(out, ",\"errorCode\":", event.errorCode());
        optional(out, ",\"decidedBy\":", event.decidedBy());
        optional(out, ",\"sourceAddress\":", event.sourceAddress());
        if (event.elapsed().isPresent()) {
            out.append(",\"elapsedMicros\":").append(event.elapsed().get().toNanos() / 1000);
        }
    }

    private static void optional(AsciiBuffer out, String name, Optional<String> value) {
        if (value.isPresent()) {
            out.append(name);
            JsonText.quoted(out, value.get());
        }
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
}
