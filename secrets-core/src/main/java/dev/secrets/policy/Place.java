package dev.secrets.policy;

import org.jspecify.annotations.Nullable;

/** A place in a document, written as a path only when a finding needs it: {@code Statement[0].Condition.StringEquals}. */
record Place(@Nullable Place parent, String step) {
    static final Place DOCUMENT = new Place(null, "");

    private static final int MAX_STEP_LENGTH = 60;

    Place member(String name) {
        return new Place(this, name);
    }

    Place element(int index) {
        return new Place(this, "[" + index + "]");
    }

    @Override
    public String toString() {
        String shown = step.length() <= MAX_STEP_LENGTH ? step : step.substring(0, MAX_STEP_LENGTH) + "...";
        String before = parent == null ? "" : parent.toString();
        return before.isEmpty() || step.startsWith("[") ? before + shown : before + "." + shown;
    }
}
