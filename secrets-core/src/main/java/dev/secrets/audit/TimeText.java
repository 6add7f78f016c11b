package dev.secrets.audit;

import java.time.Instant;

/** Moments as {@link Instant#toString} writes them, the second of the last one kept: the next is often of the same. One thread at a time. */
final class TimeText {
    private static final int NANOS_PER_MILLI = 1_000_000;
    private static final int NANOS_PER_MICRO = 1_000;

    private long second;
    private String upToSecond = upTo(0);

    void append(AsciiBuffer out, Instant time) {
        if (time.getEpochSecond() != second) {
            upToSecond = upTo(time.getEpochSecond());
            second = time.getEpochSecond();
        }
        out.append(upToSecond);
        fraction(out, time.getNano());
        out.append('Z');
    }

    private static String upTo(long second) {
        String text = Instant.ofEpochSecond(second).toString();
        return text.substring(0, text.length() - 1);
    }

    /** Three digits, or six, or nine, as many as it takes; none for a whole second. */
    private static void fraction(AsciiBuffer out, int nanos) {
        if (nanos == 0) {
            return;
        }
        out.append('.');
        if (nanos % NANOS_PER_MILLI == 0) {
            out.appendDigits(nanos / NANOS_PER_MILLI, 3);
        } else if (nanos % NANOS_PER_MICRO == 0) {
            out.appendDigits(nanos / NANOS_PER_MICRO, 6);
        } else {
            out.appendDigits(nanos, 9);
        }
    }
}
