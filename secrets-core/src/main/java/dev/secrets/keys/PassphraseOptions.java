package dev.secrets.keys;

import java.security.SecureRandom;

/**
 * How a {@link PassphraseRootKey} works. Immutable: the methods return new options.
 *
 * @param label tells one passphrase from the next in ids and messages: when a passphrase is changed, give the new one another
 *     label. Up to 200 characters of printable ASCII, and no secret
 * @param cost of deriving a key for wrapping. What is already wrapped opens at the cost that it was wrapped with
 * @param random makes salts
 */
public record PassphraseOptions(String label, Argon2Cost cost, SecureRandom random) {
    private static final int MAX_LABEL = 200;

    /**
     * Checks the label.
     *
     * @throws IllegalArgumentException if it is too long or has other characters
     */
    public PassphraseOptions {
        if (label.length() > MAX_LABEL || !Printable.is(label)) {
            throw new IllegalArgumentException("A label must be up to " + MAX_LABEL + " characters of printable ASCII");
        }
    }

    /** Returns the defaults: no label, {@link Argon2Cost#RFC_9106_SECOND_CHOICE}, the platform's random source. */
    public static PassphraseOptions defaults() {
        return new PassphraseOptions("", Argon2Cost.RFC_9106_SECOND_CHOICE, new SecureRandom());
    }

    /** Returns these options with another label. */
    public PassphraseOptions label(String newLabel) {
        return new PassphraseOptions(newLabel, cost, random);
    }

    /** Returns these options with another cost. */
    public PassphraseOptions cost(Argon2Cost newCost) {
        return new PassphraseOptions(label, newCost, random);
    }

    /** Returns these options with another random source. */
    public PassphraseOptions random(SecureRandom source) {
        return new PassphraseOptions(label, cost, source);
    }
}
