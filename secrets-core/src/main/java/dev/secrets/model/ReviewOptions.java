package dev.secrets.model;

/**
 * The thresholds of a review. Immutable; {@link #defaults} has those of AWS Security Hub.
 *
 * @param unusedForDays after how many days without a read a secret counts as unused, 1 to 3650; SecretsManager.3 calls it so too
 * @param maxDaysSinceRotation how many days ago the last rotation may be, 1 to 3650; SecretsManager.4 calls it so too
 */
public record ReviewOptions(int unusedForDays, int maxDaysSinceRotation) {
    private static final int SECURITY_HUB_DAYS = 90;
    private static final int MAX_DAYS = 3650;

    /** @throws IllegalArgumentException if a threshold is out of range */
    public ReviewOptions {
        requireDays("unusedForDays", unusedForDays);
        requireDays("maxDaysSinceRotation", maxDaysSinceRotation);
    }

    private static void requireDays(String name, int days) {
        if (days < 1 || days > MAX_DAYS) {
            throw new IllegalArgumentException(name + " is 1 to " + MAX_DAYS + "; found " + days);
        }
    }

    /** Returns 90 days for both. */
    public static ReviewOptions defaults() {
        return new ReviewOptions(SECURITY_HUB_DAYS, SECURITY_HUB_DAYS);
    }

    /** Returns these options with {@link #unusedForDays()} set. */
    public ReviewOptions unusedForDays(int days) {
        return new ReviewOptions(days, maxDaysSinceRotation);
    }

    /** Returns these options with {@link #maxDaysSinceRotation()} set. */
    public ReviewOptions maxDaysSinceRotation(int days) {
        return new ReviewOptions(unusedForDays, days);
    }
}
