package dev.secrets.keys;

import dev.secrets.model.RootKey;
import dev.secrets.model.RootKeyException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A root key that is derived from a passphrase by Argon2id, at a cost that makes guessing slow. It is as good as the passphrase:
 * take one that was generated, six random words or 20 random characters. The characters count as they are, in UTF-8; the same
 * accented letter entered in another Unicode form is another passphrase.
 *
 * <p>Salt and cost stand before what is wrapped; the cost is checked against {@link Argon2Cost}'s bounds before it is run. What is
 * wrapped commits to the key. A derived key is kept, so only the first use of a salt takes the time, and wrapping goes on with
 * the salt of what was unwrapped.
 *
 * <p>The id is a label and nothing derived from the passphrase, which anybody who reads the store could test guesses against.
 *
 * <pre>{@code
 * wrapped = kind = 1 (1) | KDF = 1: Argon2id version 1.3 (1) | memory KiB (4) | iterations (4) | parallelism (4) | salt (16)
 *         | the rest, with these as the header, as CommittingWrap says: salt | nonce | ciphertext | tag | digest
 * }</pre>
 *
 * <p>Thread-safe. One key is derived at a time, so that many callers don't take many times the memory.
 */
public final class PassphraseRootKey implements RootKey, AutoCloseable {
    /** Below this even a slow derivation does not help. */
    public static final int MIN_LENGTH = 12;

    private final String id;
    private final PassphraseOptions options;
    private final byte[] passphrase;

    /** Guarded by this. */
    private final DerivedKeys keys = new DerivedKeys();

    /** What to wrap with, once that is known. Guarded by this. */
    private @Nullable Argon2Derivation wrapsWith;

    /** Guarded by this. */
    private boolean closed;

    /**
     * Makes a root key with {@link PassphraseOptions#defaults}.
     *
     * @param passphrase copied; the caller may overwrite its own
     * @throws IllegalArgumentException if it has less than {@link #MIN_LENGTH} characters, or is not valid Unicode
     */
    public PassphraseRootKey(char[] passphrase) {
        this(passphrase, PassphraseOptions.defaults());
    }

    /**
     * Makes a root key.
     *
     * @param passphrase copied; the caller may overwrite its own
     * @param options the rest
     * @throws IllegalArgumentException if it has less than {@link #MIN_LENGTH} characters, or is not valid Unicode
     */
    public PassphraseRootKey(char[] passphrase, PassphraseOptions options) {
        this(options, encode(requireLength(passphrase)));
    }

    private PassphraseRootKey(PassphraseOptions options, byte[] passphrase) {
        this.id = options.label().isEmpty() ? "passphrase" : "passphrase:" + options.label();
        this.options = options;
        this.passphrase = passphrase;
    }

    /**
     * Makes a root key of a passphrase of any length, however easy to guess: for tests and for what is not worth protecting.
     *
     * @param passphrase copied; the caller may overwrite its own
     * @param options the rest
     * @throws IllegalArgumentException if it is not valid Unicode
     */
    public static PassphraseRootKey ofWeakPassphrase(char[] passphrase, PassphraseOptions options) {
        return new PassphraseRootKey(options, encode(passphrase));
    }

    private static char[] requireLength(char[] passphrase) {
        if (passphrase.length < MIN_LENGTH) {
            throw new IllegalArgumentException(
                    "The passphrase is too short; must have at least " + MIN_LENGTH + " characters");
        }
        return passphrase;
    }

    private static byte[] encode(char[] passphrase) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(passphrase));
            byte[] exact = Arrays.copyOf(encoded.array(), encoded.limit());
            Arrays.fill(encoded.array(), (byte) 0);
            return exact;
        } catch (CharacterCodingException unpairedSurrogate) {
            throw new IllegalArgumentException("The passphrase is not valid Unicode text");
        }
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public byte[] wrap(byte[] plaintext, byte[] associatedData) {
        Argon2Derivation used = derivationForWrapping();
        try {
            return CommittingWrap.wrap(key(used), used.header(), plaintext, associatedData, options.random());
        } catch (GeneralSecurityException refused) {
            throw new RootKeyException("Root key '" + id + "' does not wrap", refused);
        }
    }

    @Override
    public byte[] unwrap(byte[] wrapped, byte[] associatedData) {
        try {
            Argon2Derivation used = Argon2Derivation.read(wrapped);
            byte[] plaintext = CommittingWrap.unwrap(key(used), used.header(), wrapped, associatedData);
            goOnWith(used);
            return plaintext;
        } catch (GeneralSecurityException refused) {
            throw new RootKeyException(
                    "Root key '" + id + "' does not unwrap this: the passphrase is another, or it is damaged", refused);
        }
    }

    private synchronized Argon2Derivation derivationForWrapping() {
        Argon2Derivation chosen = wrapsWith;
        if (chosen == null) {
            chosen = Argon2Derivation.generate(options.cost(), options.random());
            wrapsWith = chosen;
        }
        return chosen;
    }

    /** Wraps from now on with a salt that has proved to be of this passphrase; never at another cost than was asked for. */
    private synchronized void goOnWith(Argon2Derivation proved) {
        if (wrapsWith == null && proved.cost().equals(options.cost())) {
            wrapsWith = proved;
        }
    }

    /** Returns a copy, which a concurrent {@link #close} does not overwrite. */
    private synchronized byte[] key(Argon2Derivation derivation) {
        if (closed) {
            throw new IllegalStateException("This root key is closed");
        }
        return keys.find(derivation).orElseGet(() -> derive(derivation)).clone();
    }

    private byte[] derive(Argon2Derivation derivation) {
        byte[] key = derivation.derive(passphrase);
        keys.put(derivation, key);
        return key;
    }

    /** Overwrites the passphrase and the keys derived from it; afterwards this can't be used. Closing again does nothing. */
    @Override
    public synchronized void close() {
        closed = true;
        Arrays.fill(passphrase, (byte) 0);
        keys.clear();
    }

    @Override
    public String toString() {
        return "PassphraseRootKey[" + id + "]";
    }
}
