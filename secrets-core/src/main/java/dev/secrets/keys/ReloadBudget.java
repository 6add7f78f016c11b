package dev.secrets.keys;

/**
 * Bounds how often ciphertexts with unknown key ids cause a read of the key ring: a few times per interval, for a newer ring may
 * well have the key, but garbage has endless key ids. A read that did bring a newer ring is not counted. Thread-safe; only used
 * after something did not open.
 */
final class ReloadBudget {
    private static final int READS_PER_INTERVAL = 10;

    private final long intervalMillis;
    private long intervalStart;
    private int left = READS_PER_INTERVAL;

    ReloadBudget(long intervalMillis) {
        this.intervalMillis = intervalMillis;
    }

    synchronized boolean trySpend(long nowMillis) {
        // The clock may have been set back, hence the absolute value.
        if (Math.abs(nowMillis - intervalStart) >= intervalMillis) {
            intervalStart = nowMillis;
            left = READS_PER_INTERVAL;
        }
        return left > 0 && left-- > 0;
    }

    synchronized void giveBack() {
        left = Math.min(left + 1, READS_PER_INTERVAL);
    }
}
