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
 * @param clock tells when that time has passed, and dates new keys
 * @param random makes the id of a new ring; keys and nonces are made by Tink's own source
 */
public record KeyManagerOptions(Duration reloadInterval, InstantSource clock, SecureRandom random) {
    private static final Duration DEFAULT_RELOAD_INTERVAL = Duration.ofSeconds(5);

    /**
     * Checks the interval.
     *
     * @throws IllegalArgumentException if it is shorter than 1 ms
     */
    public KeyManagerOptions {
        if (reloadInterval.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("Reload interval is " + reloadInterval + "; must be at least 1 ms");
        }
    }

    /** Returns the defaults: an interval of 5 seconds, the system's clock, the platform's random source. */
    public static KeyManagerOptions defaults() {
        return new KeyManagerOptions(DEFAULT_RELOAD_INTERVAL, InstantSource.system(), new SecureRandom());
    }

    /** Returns these options with another interval. */
    public KeyManagerOptions reloadInterval(Duration interval) {
        return new KeyManagerOptions(interval, clock, random);
    }

    /** Returns these options with another clock. */
    public KeyManagerOptions clock(InstantSource source) {
        return new KeyManagerOptions(reloadInterval, source, random);
    }

    /** Returns these options with another random source. */
    public KeyManagerOptions random(SecureRandom source) {
        return new KeyManagerOptions(reloadInterval, clock, source);
    }
}
