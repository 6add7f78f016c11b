package dev.secrets.examples.benchmarks.report;

import java.util.Locale;

/** What a figure counts. */
enum Unit {
    /** Nanoseconds for one operation. */
    NANOSECONDS {
        @Override
        String text(double value) {
            if (value < 1_000) {
                return rounded(value) + " ns";
            } else if (value < 1_000_000) {
                return rounded(value / 1_000) + " µs";
            }
            return value < 1e9 ? rounded(value / 1e6) + " ms" : rounded(value / 1e9) + " s";
        }
    },
    /** Operations in a second, of all threads together. */
    PER_SECOND {
        @Override
        String text(double value) {
            return rounded(value) + "/s";
        }

        @Override
        double cost(double value) {
            return 1e9 / value;
        }
    },
    BYTES {
        @Override
        String text(double value) {
            return rounded(value) + " B";
        }
    };

    /** Returns the value as a person reads it. */
    abstract String text(double value);

    /** Returns what is compared: the less, the better. */
    double cost(double value) {
        return value;
    }

    /** Returns three digits or the whole number. */
    static String rounded(double value) {
        int decimals = value < 10 ? 2 : value < 100 ? 1 : 0;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
