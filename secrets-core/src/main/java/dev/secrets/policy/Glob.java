package dev.secrets.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pattern of literal characters, {@code ?} (exactly one character) and {@code *} (any run, also empty), matched without regular
 * expressions and without backtracking (rules M1, M2).
 *
 * <p>The stars cut a pattern into segments. The first must stand at the beginning of the text and the last at its end; those
 * between are each found at their leftmost place after the one before, which is right because a star takes whatever is left
 * over. A segment is found by the Shift-And method (Baeza-Yates and Gonnet, 1992): one bit per character of the segment, all
 * moved on together at each character of the text. So the time is the length of the text, times the length of the segment
 * divided by 64, whatever the pattern looks like.
 *
 * <p>Immutable. A literal star or question mark is a character like any other: {@link Builder#literal} makes one.
 */
final class Glob {
    private static final Segment[] NO_SEGMENTS = {};

    /** Characters of no text: what matches both these and nothing in one place has a star there. */
    private static final String ANYTHING = "\0\0\0";

    private final Segment head;
    private final Segment[] middle;
    /** The segment after the last star; null without a star. */
    private final @Nullable Segment tail;

    private final int minLength;

    private Glob(List<Segment> segments) {
        int last = segments.size() - 1;
        this.head = segments.get(0);
        this.tail = last == 0 ? null : segments.get(last);
        this.middle = last <= 1 ? NO_SEGMENTS : segments.subList(1, last).toArray(Segment[]::new);
        this.minLength = length(segments);
        for (Segment segment : middle) {
            segment.prepareSearch();
        }
    }

    private static int length(List<Segment> segments) {
        int length = 0;
        for (Segment segment : segments) {
            length += segment.length();
        }
        return length;
    }

    /** Returns whether the characters of the text from one index (inclusive) to another (exclusive) match as a whole. */
    boolean matches(String text, int from, int to) {
        if (tail == null) {
            return to - from == minLength && head.isAt(text, from);
        }
        int end = to - tail.length();
        if (to - from < minLength || !head.isAt(text, from) || !tail.isAt(text, end)) {
            return false;
        }
        int next = from + head.length();
        for (Segment segment : middle) {
            int found = segment.find(text, next, end);
            if (found < 0) {
                return false;
            }
            next = found + segment.length();
        }
        return true;
    }

    boolean matches(String text) {
        return matches(text, 0, text.length());
    }

    /** Returns whether this matches every text that the other pattern does; not always found where it is so. */
    boolean covers(String pattern) {
        return covers(pattern.replace("*", ""), pattern.replace("*", ANYTHING));
    }

    private boolean covers(String shortest, String longer) {
        return matches(shortest) && matches(longer);
    }

    /** Returns whether one of the patterns matches every text that the other pattern does; not always found where it is so. */
    static boolean oneCovers(Glob[] patterns, String pattern) {
        String shortest = pattern.replace("*", "");
        String longer = pattern.replace("*", ANYTHING);
        for (Glob wide : patterns) {
            if (wide.covers(shortest, longer)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether this matches every text. */
    boolean isEverything() {
        return tail != null && minLength == 0;
    }

    /** Returns whether this matches one text only. */
    boolean isLiteral() {
        return tail == null && head.anyOne == null;
    }

    /** Returns whether this matches the texts that begin with {@link #prefix}, and no others. */
    boolean isPrefix() {
        return tail != null && head.anyOne == null && middle.length == 0 && tail.length() == 0;
    }

    /** Returns the literal characters that every matching text begins with. */
    String prefix() {
        return head.anyOne == null ? head.text : head.text.substring(0, head.anyOne.nextSetBit(0));
    }

    /** Compiles a text in which every star and question mark is a wildcard. */
    static Glob of(String pattern) {
        Builder builder = new Builder();
        for (int i = 0; i < pattern.length(); i++) {
            switch (pattern.charAt(i)) {
                case '*' -> builder.star();
                case '?' -> builder.one();
                default -> builder.literal(pattern.charAt(i));
            }
        }
        return builder.build();
    }

    /** Puts a pattern together piece by piece. Used by one thread. */
    static final class Builder {
        private final List<Segment> done = new ArrayList<>();
        private StringBuilder text = new StringBuilder();
        private BitSet anyOne = new BitSet();

        Builder literal(char character) {
            text.append(character);
            return this;
        }

        Builder literal(String characters) {
            text.append(characters);
            return this;
        }

        Builder one() {
            anyOne.set(text.length());
            text.append('?');
            return this;
        }

        /** Adds a star; several in a row are one. */
        Builder star() {
            if (text.length() > 0 || done.isEmpty()) {
                endSegment();
            }
            return this;
        }

        private void endSegment() {
            done.add(text.isEmpty() ? Segment.EMPTY : new Segment(text.toString(), anyOne.isEmpty() ? null : anyOne));
            text = new StringBuilder();
            anyOne = new BitSet();
        }

        Glob build() {
            endSegment();
            return new Glob(done);
        }
    }

    /** A run of literal characters and question marks between two stars. */
    private static final class Segment {
        static final Segment EMPTY = new Segment("", null);

        private final String text;
        /** Where the question marks stand; null without any, which is the usual case and saves looking. */
        private final @Nullable BitSet anyOne;

        private char[] alphabet = new char[0];
        /** Per character of the alphabet, after a first row for all others, the positions that it fits: one bit each. */
        private long[][] fits = new long[0][];

        Segment(String text, @Nullable BitSet anyOne) {
            this.text = text;
            this.anyOne = anyOne;
        }

        int length() {
            return text.length();
        }

        boolean isAt(String other, int offset) {
            if (anyOne == null) {
                return other.startsWith(text, offset);
            }
            for (int i = 0; i < text.length(); i++) {
                if (other.charAt(offset + i) != text.charAt(i) && !anyOne.get(i)) {
                    return false;
                }
            }
            return true;
        }

        private boolean isAny(int index) {
            return anyOne != null && anyOne.get(index);
        }

        void prepareSearch() {
            int words = (text.length() + Long.SIZE - 1) / Long.SIZE;
            int[] distinct = text.chars().distinct().sorted().toArray();
            alphabet = new char[distinct.length];
            fits = new long[distinct.length + 1][words];
            for (int row = 0; row <= alphabet.length; row++) {
                if (row > 0) {
                    alphabet[row - 1] = (char) distinct[row - 1];
                }
                for (int i = 0; i < text.length(); i++) {
                    if (isAny(i) || row > 0 && text.charAt(i) == alphabet[row - 1]) {
                        fits[row][i / Long.SIZE] |= 1L << i;
                    }
                }
            }
        }

        /** Returns the leftmost index where the segment stands within the bounds, or -1. */
        int find(String other, int from, int to) {
            return text.length() <= Long.SIZE ? findShort(other, from, to) : findLong(other, from, to);
        }

        private int findShort(String other, int from, int to) {
            long found = 1L << (text.length() - 1);
            long reached = 0;
            for (int i = from; i < to; i++) {
                reached = (reached << 1 | 1) & fitting(other.charAt(i))[0];
                if ((reached & found) != 0) {
                    return i - text.length() + 1;
                }
            }
            return -1;
        }

        private int findLong(String other, int from, int to) {
            long[] reached = new long[fits[0].length];
            int last = text.length() - 1;
            for (int i = from; i < to; i++) {
                long[] fitting = fitting(other.charAt(i));
                long carry = 1;
                for (int word = 0; word < reached.length; word++) {
                    long next = reached[word] >>> (Long.SIZE - 1);
                    reached[word] = (reached[word] << 1 | carry) & fitting[word];
                    carry = next;
                }
                if ((reached[last / Long.SIZE] & 1L << last) != 0) {
                    return i - last;
                }
            }
            return -1;
        }

        private long[] fitting(char character) {
            return fits[Math.max(0, Arrays.binarySearch(alphabet, character) + 1)];
        }
    }
}
