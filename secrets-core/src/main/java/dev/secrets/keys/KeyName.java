package dev.secrets.keys;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/**
 * What names a keyset in a key ring.
 *
 * @param purpose what it is for
 * @param keyId the KMS key id of a {@link KeyPurpose#VALUE} keyset; empty for the others, of which there is one each
 */
record KeyName(KeyPurpose purpose, String keyId) {
    /** Other names of the default key: AWS's alias, and none. */
    static final Set<String> DEFAULT_KEY_ALIASES = Set.of("alias/" + KeyManager.DEFAULT_KEY_ID, "");

    /** What the ids of the keys that are not for values begin with, and no key id of a secret does. */
    static final char SERVICE_PREFIX = '#';

    static KeyName value(String kmsKeyId) {
        return new KeyName(KeyPurpose.VALUE, kmsKeyId);
    }

    static KeyName only(KeyPurpose purpose) {
        return new KeyName(purpose, "");
    }

    /** Returns the name behind an id as administrators write it, which may be that of no key. */
    static KeyName ofId(String id) {
        if (DEFAULT_KEY_ALIASES.contains(id)) {
            return value(KeyManager.DEFAULT_KEY_ID);
        }
        return Arrays.stream(KeyPurpose.values())
                .filter(purpose -> purpose != KeyPurpose.VALUE)
                .map(KeyName::only)
                .filter(name -> name.id().equals(id))
                .findFirst()
                .orElseGet(() -> value(id));
    }

    /** Returns the id as administrators see it: the key id of a key for values, {@code #metadata} and its like for the others. */
    String id() {
        return purpose == KeyPurpose.VALUE
                ? keyId
                : SERVICE_PREFIX + purpose.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns whether the store can't do without the key: it is rotated, and never disabled or destroyed. */
    boolean isRequired() {
        return purpose != KeyPurpose.VALUE || keyId.equals(KeyManager.DEFAULT_KEY_ID);
    }

    /** Written out, as {@link #hashCode} is: those that a record comes with are linked at run time, in each process that starts. */
    @Override
    public boolean equals(Object other) {
        return other instanceof KeyName that && purpose == that.purpose && keyId.equals(that.keyId);
    }

    @Override
    public int hashCode() {
        return 31 * purpose.ordinal() + keyId.hashCode();
    }
}
