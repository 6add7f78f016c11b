package dev.secrets.schedule;

import dev.secrets.model.InvalidParameterException;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The fields of a cron expression that hold sets of numbers. A field is a list of values, ranges and increments (section 14.2 of
 * the reference): {@code 8}, {@code MON-FRI}, {@code 2/10}, {@code /8} (from the lowest value on), {@code *}.
 */
record CronField(String title, int lowest, int highest, List<String> names) {
    static final CronField HOURS = new CronField("hours", 0, 23, List.of());
    static final CronField DAY_OF_MONTH = new CronField("day-of-month", 1, 31, List.of());
    static final CronField MONTH = new CronField(
            "month",
            1,
            12,
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"));
    static final CronField DAY_OF_WEEK =
            new CronField("day-of-week", 1, 7, List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"));

    private static final Pattern ITEM =
            Pattern.compile("(?:\\*|(?<first>\\w+)(?:-(?<last>\\w+))?)?(?:/(?<step>\\w+))?");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,2}");

    /** Returns the values that a field stands for. */
    NavigableSet<Integer> values(String field) {
        NavigableSet<Integer> values = new TreeSet<>();
        for (String item : field.split(",", -1)) {
            addItem(item, values);
        }
        return values;
    }

    /** Returns the one value that a number or a name stands for. */
    int value(String word) {
        int named = names.indexOf(word);
        return named >= 0 ? lowest + named : number(word, lowest);
    }

    /** Returns the shortest text that cron-utils reads as these values. */
    String text(NavigableSet<Integer> values) {
        if (values.size() == highest - lowest + 1) {
            return "*";
        }
        return String.join(",", values.stream().map(String::valueOf).toList());
    }

    InvalidParameterException refusal(String reason) {
        return RotationSchedule.refusal(title + " " + reason);
    }

    private void addItem(String text, NavigableSet<Integer> values) {
        Matcher item = ITEM.matcher(text);
        if (text.isEmpty() || !item.matches()) {
            throw refusal("can't be '" + text + "'");
        }
        boolean stepped = item.group("step") != null;
        int first = item.group("first") == null ? lowest : value(item.group("first"));
        int last = highest;
        if (item.group("last") != null) {
            last = value(item.group("last"));
        } else if (item.group("first") != null && !stepped) {
            last = first;
        }
        if (last < first) {
            throw refusal("can't count down, as in '" + text + "'");
        }
        int step = stepped ? number(item.group("step"), 1) : 1;
        for (int value = first; value <= last; value += step) {
            values.add(value);
        }
    }

    private int number(String word, int least) {
        int number = NUMBER.matcher(word).matches() ? Integer.parseInt(word) : -1;
        if (number < least || number > highest) {
            throw refusal("can't have '" + word + "'; must be between " + least + " and " + highest);
        }
        return number;
    }
}
