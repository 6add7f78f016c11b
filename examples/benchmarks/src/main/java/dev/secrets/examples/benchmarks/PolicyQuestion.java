package dev.secrets.examples.benchmarks;

/** What is asked of {@link PolicyWorkload}'s policies, and so what the answer is. */
public enum PolicyQuestion {
    ALLOW,
    IMPLICIT_DENY,
    EXPLICIT_DENY,
    WITH_CONDITIONS;

    boolean isAllowed() {
        return this == ALLOW || this == WITH_CONDITIONS;
    }

    /** Returns a secret's name that leads to the answer by the group of statements that begins with the number. */
    String name(int first) {
        return switch (this) {
            case ALLOW -> "team" + first + "/db";
            case IMPLICIT_DENY -> "team" + (first + PolicyWorkload.DENYING) + "/db";
            case EXPLICIT_DENY -> "team" + first + "/locked/db";
            case WITH_CONDITIONS -> "team" + (first + PolicyWorkload.CONDITIONAL) + "/db";
        };
    }
}
