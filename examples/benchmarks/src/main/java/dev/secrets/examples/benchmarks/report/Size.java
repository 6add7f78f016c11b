package dev.secrets.examples.benchmarks.report;

/** How many there are of what a benchmark works on: fewer in the quick form, which every fork is told. */
public final class Size {
    static final String QUICK_PROPERTY = "benchmarks.quick";

    private Size() {}

    /** Returns the one or the other number. */
    public static int of(int full, int quick) {
        return Boolean.getBoolean(QUICK_PROPERTY) ? quick : full;
    }
}
