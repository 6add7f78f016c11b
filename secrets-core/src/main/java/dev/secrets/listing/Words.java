package dev.secrets.listing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The words of a text, in lower case. A word ends at everything that is neither letter nor digit, between a lower-case and an
 * upper-case letter, between a letter and a digit, and before the last capital of a run of capitals that goes on in lower case:
 * {@code COMPANYthings} is {@code COMPAN} and {@code Ythings} (checklist FILT-13 to FILT-17).
 */
final class Words {
    private Words() {}

    static List<String> of(String text) {
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (isBoundary(text, i)) {
                addWord(words, text, start, i);
                start = i;
            }
        }
        return words;
    }

    private static void addWord(List<String> words, String text, int start, int end) {
        if (start < end && Character.isLetterOrDigit(text.charAt(start))) {
            words.add(text.substring(start, end).toLowerCase(Locale.ROOT));
        }
    }

    /** Returns whether what stands before and at the index belongs to two words. */
    private static boolean isBoundary(String text, int index) {
        if (index == 0 || index == text.length()) {
            return true;
        }
        char before = text.charAt(index - 1);
        char at = text.charAt(index);
        return !Character.isLetterOrDigit(before)
                || !Character.isLetterOrDigit(at)
                || Character.isDigit(before) != Character.isDigit(at)
                || Character.isLowerCase(before) && Character.isUpperCase(at)
                || endsRunOfCapitals(text, index);
    }

    private static boolean endsRunOfCapitals(String text, int index) {
        return index + 1 < text.length()
                && Character.isUpperCase(text.charAt(index - 1))
                && Character.isUpperCase(text.charAt(index))
                && Character.isLowerCase(text.charAt(index + 1));
    }
}
