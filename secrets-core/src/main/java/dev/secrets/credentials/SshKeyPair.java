package dev.secrets.credentials;

import dev.secrets.model.SecretValue;
import java.util.Optional;

/**
 * A private key for SSH, kept as the bare PEM text that it came as, and the public key that belongs to it. The text is one PEM
 * block with nothing but white space around it, in one of three {@linkplain Format forms}; the secret may be text or binary.
 *
 * <p>The block's frame is checked when a pair is made; what is inside is not looked at before {@link #publicKey} is asked for, and
 * may be encrypted. Thread-safe.
 */
public final class SshKeyPair implements AutoCloseable {
    /** How a private key is written down. */
    public enum Format {
        /** {@code BEGIN RSA PRIVATE KEY}, of RFC 8017. */
        PKCS1,
        /** {@code BEGIN PRIVATE KEY} or {@code BEGIN ENCRYPTED PRIVATE KEY}, of RFC 5958. */
        PKCS8,
        /** {@code BEGIN OPENSSH PRIVATE KEY}, the form of {@code ssh-keygen}. */
        OPENSSH
    }

    private final SecretValue privateKey;
    private final Format format;

    private SshKeyPair(SecretValue privateKey) {
        this.privateKey = privateKey;
        this.format = PemKey.parse(privateKey).format();
    }

    /**
     * Reads a pair from the value of a secret, which is copied.
     *
     * @throws CredentialsFormatException if the value is not one private key in PEM
     */
    public static SshKeyPair parse(SecretValue pem) {
        return new SshKeyPair(SecretValueCopies.of(pem));
    }

    /** Returns the private key, in PEM as it came. It belongs to this pair and is closed with it. */
    public SecretValue privateKey() {
        return privateKey;
    }

    /** Returns how the private key is written down. */
    public Format format() {
        return format;
    }

    /**
     * Returns the public key as a line of {@code authorized_keys}, without a comment: {@code ssh-ed25519 AAAA...}. Known for RSA and
     * Ed25519 keys that are not encrypted; empty for others, and for what turns out to be no key. Computed at each call.
     */
    public Optional<String> publicKey() {
        return PemKey.parse(privateKey).publicKey();
    }

    /** Returns the value of a secret that holds this pair, of the caller's own. */
    public SecretValue toSecretValue() {
        return SecretValueCopies.of(privateKey);
    }

    /** Overwrites the private key. */
    @Override
    public void close() {
        privateKey.close();
    }

    @Override
    public String toString() {
        return "SshKeyPair[redacted]";
    }
}
