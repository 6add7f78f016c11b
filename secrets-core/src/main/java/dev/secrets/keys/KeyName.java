package dev.secrets.keys;

/**
 * What names a keyset in a key ring.
 *
 * @param purpose what it is for
 * @param keyId the KMS key id of a {@link KeyPurpose#VALUE} keyset; empty for the others, of which there is one each
 */
record KeyName(KeyPurpose purpose, String keyId) {
    static KeyName value(String kmsKeyId) {
        return new KeyName(KeyPurpose.VALUE, kmsKeyId);
    }

    static KeyName only(KeyPurpose purpose) {
        return new KeyName(purpose, "");
    }
}
