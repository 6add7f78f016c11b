package dev.secrets.testing;

import java.util.Random;

/** How much of a long test is run: a seeded sample, or with {@code -Pfull} all of it. {@code -Dseed=} repeats a run. */
public final class Scale {
    public static final boolean FULL = Boolean.getBoolean("full");

    private Scale() {}

    public static int of(int sample, int full) {
        return FULL ? full : sample;
    }

    /** Returns a seed that the test shows where it fails. */
    public static long seed() {
        return Long.getLong("seed", System.nanoTime());
    }

    /** Returns a generator whose seed is printed. */
    public static Random random(String test) {
        long seed = seed();
        System.out.println(test + ": seed " + seed);
        return new Random(seed);
    }
}
