package dev.secrets.testing;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Searches a stream of any length for patterns. Line breaks are dropped from the stream as they are from the patterns, so that
 * what was wrapped is found too. Keeps no more than a window and the end of the one before. Thread-safe.
 */
final class LeakSearch extends OutputStream {
    private static final int WINDOW = 64 * 1024;

    /** One form of one secret. */
    record Pattern(Leak leak, byte[] bytes) {}

    private final int overlap;
    /** The patterns by their first byte. */
    private final List<List<Pattern>> byFirst = Stream.generate(() -> (List<Pattern>) new ArrayList<Pattern>())
            .limit(256)
            .toList();

    private final Set<Leak> found = new LinkedHashSet<>();
    private final byte[] window;
    /** How much of the window is filled. */
    private int filled;
    /** How much of it the last search has seen. */
    private int searched;

    LeakSearch(List<Pattern> patterns) {
        this.overlap = patterns.stream()
                        .mapToInt(pattern -> pattern.bytes.length)
                        .max()
                        .orElse(1)
                - 1;
        this.window = new byte[overlap + WINDOW];
        patterns.forEach(pattern -> byFirst.get(pattern.bytes[0] & 0xff).add(pattern));
    }

    static byte[] withoutLineBreaks(byte[] bytes) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream(bytes.length);
        for (byte b : bytes) {
            if (!isLineBreak(b)) {
                kept.write(b);
            }
        }
        return kept.toByteArray();
    }

    private static boolean isLineBreak(byte b) {
        return b == '\n' || b == '\r';
    }

    @Override
    public synchronized void write(int b) {
        append((byte) b);
    }

    private void append(byte b) {
        if (isLineBreak(b)) {
            return;
        }
        if (filled == window.length) {
            search();
        }
        window[filled] = b;
        filled++;
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            append(bytes[i]);
        }
    }

    /** Returns what was found since the last time, and begins to forget. */
    synchronized List<Leak> takeFound() {
        search();
        List<Leak> leaks = List.copyOf(found);
        found.clear();
        return leaks;
    }

    /** Looks at all that came since the last search, and keeps the end, where a pattern may have begun. */
    private void search() {
        for (int at = 0; at < filled; at++) {
            for (Pattern pattern : byFirst.get(window[at] & 0xff)) {
                if (isNewAt(at, pattern.bytes)) {
                    found.add(pattern.leak);
                }
            }
        }
        int kept = Math.min(overlap, filled);
        System.arraycopy(window, filled - kept, window, 0, kept);
        filled = kept;
        searched = kept;
    }

    private boolean isNewAt(int at, byte[] pattern) {
        int end = at + pattern.length;
        return end > searched && end <= filled && Arrays.equals(window, at, end, pattern, 0, pattern.length);
    }
}
