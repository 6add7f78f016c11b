package dev.secrets.keys;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;

/**
 * How a {@link TinkKeyManager} works. Immutable: the methods return new options.
 *
 * @param reloadInterval how long a key ring counts as up to date. Reading looks for a newer one this often; sealing never uses a
 *     ring that was not found unchanged within this time, so after a change of keys everybody seals by the new ring once it has
 *     passed. Shorter means more reads of one record, longer a longer wait in changes of keys. At least 1 ms
 * @param settlingTime how long a key that seals no more is kept before it may be destroyed: longer than the reload interval of every
 *     process on the store and, twice over, the longest time that a commit may take. A change that was sealed long ago in this
 *     sense is sealed anew before it is committed, and one whose commit took long is checked after it. At least twice the reload
 *     interval, and for all processes the same
 * @param clock tells when that time has passed, and dates new keys
 * @param random makes the id of a new ring; keys and nonces are made by Tink's own source
 */
public record KeyManagerOptions(
        Duration reloadInterval, Duration settlingTime, InstantSource clock, SecureRandom random) {
    private static final Duration DEFAULT_RELOAD_INTERVAL = Duration.ofSeconds(5);
    private static final Duration DEFAULT_SETTLING_TIME = Duration.ofMinutes(2);

    /**
     * Checks the times.
     *
     * @throws IllegalArgumentException if one is too short
     */
    public KeyManagerOptions {
        if (reloadInterval.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("Reload interval is " + reloadInterval + "; must be at least 1 ms");
        }
        if (settlingTime.compareTo(reloadInterval.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException("Settling time is " + settlingTime
                    + "; must be at least twice the reload interval of " + reloadInterval);
        }
    }

    /** Returns the defaults: an interval of 5 seconds, 2 minutes to settle, the system's clock, the platform's random source. */
    public static KeyManagerOptions defaults() {
        return new KeyManagerOptions(
                DEFAULT_RELOAD_INTERVAL, DEFAULT_SETTLING_TIME, InstantSource.system(), new SecureRandom());
    }

    /** Returns these options with another interval. */
    public KeyManagerOptions reloadInterval(Duration interval) {
        return new KeyManagerOptions(interval, settlingTime, clock, random);
    }

    /** Returns these options with another time to settle. */
    public KeyManagerOptions settlingTime(Duration time) {
        return new KeyManagerOptions(reloadInterval, time, clock, random);
    }

    /** Returns these options with another clock. */
    public KeyManagerOptions clock(InstantSource source) {
        return new KeyManagerOptions(reloadInterval, settlingTime, source, random);
    }

    /** Returns these options with another random source. */
    public KeyManagerOptions random(SecureRandom source) {
        return new KeyManagerOptions(reloadInterval, settlingTime, clock, source);
    }
}
