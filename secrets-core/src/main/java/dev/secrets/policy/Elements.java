package dev.secrets.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes JSON values apart as the grammar allows: named members, one-or-many lists of strings. What does not fit is a finding. */
final class Elements {
    /** More than fit into the longest resource policy at five characters each; bounds the time of one condition. */
    private static final int MAX_VALUES = 4_096;

    private Elements() {}

    /** A string and where it stands. */
    record Located(String text, Place where) {}

    /** Returns the members by name; those that the grammar does not know are errors (rule G3). */
    static Map<String, Json> members(Json.Obj object, List<String> known, Findings findings, Place where) {
        Map<String, Json> members = new LinkedHashMap<>();
        for (Json.Member member : object.members()) {
            if (known.contains(member.name())) {
                members.putIfAbsent(member.name(), member.value());
            } else {
                String hint = known.stream()
                        .filter(member.name()::equalsIgnoreCase)
                        .findFirst()
                        .map(name -> "; write " + name)
                        .orElse("; expected one of " + String.join(", ", known));
                findings.error("UNKNOWN_ELEMENT", where.member(member.name()), "No such element" + hint);
            }
        }
        return members;
    }

    /** Returns the strings of a string or of a list of strings; an empty list is an error. */
    static List<Located> strings(Json value, Findings findings, Place where) {
        return oneOrMany(value, false, findings, where);
    }

    /** Returns the values of a condition key: strings, numbers and booleans as their text (rule G11). */
    static List<Located> values(Json value, Findings findings, Place where) {
        return oneOrMany(value, true, findings, where);
    }

    private static List<Located> oneOrMany(Json value, boolean bare, Findings findings, Place where) {
        List<Located> all = new ArrayList<>();
        if (value instanceof Json.Arr list) {
            for (int i = 0; i < list.elements().size(); i++) {
                add(list.elements().get(i), bare, all, findings, where.element(i));
            }
            if (list.elements().isEmpty()) {
                findings.error("EMPTY_LIST", where, "The list is empty");
            }
        } else {
            add(value, bare, all, findings, where);
        }
        if (all.size() > MAX_VALUES) {
            findings.error("TOO_MANY_VALUES", where, "More than " + MAX_VALUES + " values");
        }
        return all;
    }

    private static void add(Json value, boolean bare, List<Located> all, Findings findings, Place where) {
        if (value instanceof Json.Text text) {
            all.add(new Located(text.value(), where));
        } else if (bare && value instanceof Json.Bare text) {
            all.add(new Located(text.value(), where));
        } else {
            String expected = bare ? "a string, number or boolean" : "a string";
            findings.error("WRONG_TYPE", where, "Expected " + expected + ", found " + value.words());
        }
    }
}
