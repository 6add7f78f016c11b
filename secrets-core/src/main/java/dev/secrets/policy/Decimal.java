package dev.secrets.policy;

import org.jspecify.annotations.Nullable;

/**
 * A decimal number as text: optional sign, digits, optional fraction, and nothing else (rule C15). Compared by value in time
 * linear in the digits: parsing to a binary or big number is not needed, and a hostile length costs nothing.
 *
 * @param negative whether the value is below zero
 * @param whole the digits before the point, without leading zeros
 * @param fraction the digits after the point, without trailing zeros
 */
record Decimal(boolean negative, String whole, String fraction) implements Comparable<Decimal> {
    /** Returns the number, or null if the text is none. */
    static @Nullable Decimal parse(String text) {
        int from = !text.isEmpty() && (text.charAt(0) == '-' || text.charAt(0) == '+') ? 1 : 0;
        int point = text.indexOf('.');
        int endOfWhole = point < 0 ? text.length() : point;
        if (!isDigits(text, from, endOfWhole) || point >= 0 && !isDigits(text, point + 1, text.length())) {
            return null;
        }
        String whole = withoutLeadingZeros(text, from, endOfWhole);
        String fraction = point < 0 ? "" : withoutTrailingZeros(text, point + 1);
        boolean zero = whole.isEmpty() && fraction.isEmpty();
        return new Decimal(text.charAt(0) == '-' && !zero, whole, fraction);
    }

    private static boolean isDigits(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return from < to;
    }

    private static String withoutLeadingZeros(String text, int from, int to) {
        int first = from;
        while (first < to && text.charAt(first) == '0') {
            first++;
        }
        return text.substring(first, to);
    }

    private static String withoutTrailingZeros(String text, int from) {
        int end = text.length();
        while (end > from && text.charAt(end - 1) == '0') {
            end--;
        }
        return text.substring(from, end);
    }

    @Override
    public int compareTo(Decimal other) {
        if (negative != other.negative) {
            return negative ? -1 : 1;
        }
        int magnitude = whole.length() != other.whole.length()
                ? Integer.compare(whole.length(), other.whole.length())
                : whole.compareTo(other.whole);
        if (magnitude == 0) {
            magnitude = fraction.compareTo(other.fraction);
        }
        return negative ? -magnitude : magnitude;
    }

    @Override
    public String toString() {
        return (negative ? "-" : "") + (whole.isEmpty() ? "0" : whole) + (fraction.isEmpty() ? "" : "." + fraction);
    }
}
