package dev.secrets.store.jdbc;

import java.util.Random;

/** How much of a long test is run: a seeded sample, or with {@code -Pfull} all of it. */
final class Scale {
    static final boolean FULL = Boolean.getBoolean("full");

    private Scale() {}

    static int of(int sample, int full) {
        return FULL ? full : sample;
    }

    /** Returns a generator whose seed is printed; {@code -Dseed=} repeats a run. */
    static Random random(String test) {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println(test + ": seed " + seed);
        return new Random(seed);
    }
}
