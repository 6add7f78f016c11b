package dev.secrets.audit;

import dev.secrets.audit.Journal.Recovery;
import dev.secrets.model.ChainMac;
import java.io.IOException;
import java.time.Instant;

/**
 * Lines that follow the last one, made before any of them is written, and written at once. The same memory is used again for
 * each batch; events hold no values, so there is nothing in it that must not stay. One thread at a time.
 */
final class JournalBatch {
    private static final int ROOM_FOR_SOME_LINES = 4096;

    private final AsciiBuffer text = new AsciiBuffer(ROOM_FOR_SOME_LINES);
    private final EventText events = new EventText();
    private JournalLine.End end = JournalLine.End.of(JournalPosition.START);
    private ChainMac mac;

    JournalBatch(ChainMac mac) {
        this.mac = mac;
    }

    /** Forgets the lines before, and goes on where the journal ends. */
    void startBehind(JournalLine.End last, ChainMac newest) {
        text.clear();
        end = last;
        mac = newest;
    }

    /** Adds what the first lines must tell that are written after a crash. */
    void tell(Recovery crash, Instant time) {
        if (crash.torn().isPresent()) {
            text.append(JournalLine.TORN_MARK).append('\n');
        }
        add(TornLine.recovered(time, crash.torn(), crash.headDamaged()));
    }

    /** Adds the line of an event. */
    void add(AuditEvent event) {
        int start = text.length();
        long sequence = end.sequence() + 1;
        text.append("{\"seq\":").append(sequence);
        events.append(text, event);
        text.append(",\"key\":\"").append(mac.keyId());
        text.append("\",\"prev\":\"").appendHex(end.digest()).append('"');
        byte[] digest = mac.next(end.digest(), text.array(), start, text.length());
        text.append(",\"mac\":\"").appendHex(digest).append("\"}\n");
        end = new JournalLine.End(sequence, digest);
    }

    /** Returns where the next line goes once these are written. */
    JournalLine.End end() {
        return end;
    }

    int length() {
        return text.length();
    }

    void writeTo(JournalFile file, long position) throws IOException {
        file.write(text.array(), text.length(), position);
    }

    /** Returns the lines as they will stand in the file. */
    @Override
    public String toString() {
        return text.toString();
    }
}
