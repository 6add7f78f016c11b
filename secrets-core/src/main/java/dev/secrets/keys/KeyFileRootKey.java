package dev.secrets.keys;

import dev.secrets.model.RootKey;
import dev.secrets.model.RootKeyException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * A root key of 256 random bits in a file that only its owner may read. Keep a copy of the file elsewhere: without it nothing
 * opens.
 *
 * <p>The file is ASCII text, so that it can be printed, and every character of it counts:
 *
 * <pre>
 * dev.secrets root key 1
 * key 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f
 * id  key-file:8e27b8bcf4df810f6d8a4e7c811adf62
 * </pre>
 *
 * The first line ends with the version of the format; each line ends with a line feed. The id is derived from the key by
 * HKDF-SHA256 (no salt, info {@code dev.secrets root key id 1}, 16 bytes) and so finds a wrong character; it tells nothing about
 * the key. A link, a file that others may read or write, and a file of another owner are refused. So are file systems that
 * can't tell.
 *
 * <p>What is wrapped commits to the key: the byte 2, and then a random salt, nonce, ciphertext, tag and digest.
 *
 * <p>Thread-safe.
 */
public final class KeyFileRootKey implements RootKey, AutoCloseable {
    /** Tells what is wrapped under a key file from what is wrapped under a passphrase. */
    private static final byte[] HEADER = {2};

    private final byte[] key;
    private final String id;
    private final SecureRandom random;

    /** Guarded by this, like the bytes of the key. */
    private boolean closed;

    private KeyFileRootKey(byte[] key, SecureRandom random) {
        this.key = key;
        this.id = KeyFile.idOf(key);
        this.random = random;
    }

    /**
     * Makes a key and writes it to a new file, durably. The file is created for its owner only; it never stands open to others.
     * If this fails, it leaves no file.
     *
     * @throws RootKeyException if there is something at the path, or the file can't be written
     */
    public static KeyFileRootKey create(Path path) {
        return create(path, new SecureRandom());
    }

    /**
     * Makes a key from the random source and writes it to a new file, as {@link #create(Path)} does.
     *
     * @throws RootKeyException if there is something at the path, or the file can't be written
     */
    public static KeyFileRootKey create(Path path, SecureRandom random) {
        byte[] key = new byte[KeyFile.KEY_LENGTH];
        random.nextBytes(key);
        try {
            KeyFile.writeNew(path, key);
            return new KeyFileRootKey(key, random);
        } catch (FileAlreadyExistsException taken) {
            throw new RootKeyException("Key file " + path + " exists already; a key is never overwritten", taken);
        } catch (IOException | UnsupportedOperationException refused) {
            throw new RootKeyException("Key file " + path + " can't be written", refused);
        }
    }

    /**
     * Reads a key file, or makes a new key where there is nothing at the path: for an application that is started again and again. A
     * new key in place of one that was lost does not open the store of before, which says so.
     *
     * @throws RootKeyException as {@link #open(Path)} and {@link #create(Path)} do
     */
    public static KeyFileRootKey openOrCreate(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS) ? open(path) : create(path);
    }

    /**
     * Reads a key file.
     *
     * @throws RootKeyException if there is none, if others than its owner may use it, or if it is not a key file to the last
     *     character
     */
    public static KeyFileRootKey open(Path path) {
        return open(path, new SecureRandom());
    }

    /**
     * Reads a key file, as {@link #open(Path)} does, and wraps with salts from the random source.
     *
     * @throws RootKeyException if there is none, if others than its owner may use it, or if it is not a key file to the last
     *     character
     */
    public static KeyFileRootKey open(Path path, SecureRandom random) {
        try {
            return new KeyFileRootKey(KeyFile.read(path), random);
        } catch (NoSuchFileException missing) {
            throw new RootKeyException("There is no key file " + path, missing);
        } catch (IOException | UnsupportedOperationException unreadable) {
            throw new RootKeyException("Key file " + path + " can't be read", unreadable);
        }
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public byte[] wrap(byte[] plaintext, byte[] associatedData) {
        try {
            return CommittingWrap.wrap(key(), HEADER, plaintext, associatedData, random);
        } catch (GeneralSecurityException refused) {
            throw new RootKeyException("Root key '" + id + "' does not wrap", refused);
        }
    }

    @Override
    public byte[] unwrap(byte[] wrapped, byte[] associatedData) {
        try {
            return CommittingWrap.unwrap(key(), HEADER, wrapped, associatedData);
        } catch (GeneralSecurityException refused) {
            throw new RootKeyException(
                    "Root key '" + id + "' does not unwrap this: it was wrapped under another, or is damaged", refused);
        }
    }

    /** Returns a copy, which a concurrent {@link #close} does not overwrite. */
    private synchronized byte[] key() {
        if (closed) {
            throw new IllegalStateException("This root key is closed");
        }
        return key.clone();
    }

    /** Overwrites the key; afterwards this can't be used. Closing again does nothing. */
    @Override
    public synchronized void close() {
        closed = true;
        Arrays.fill(key, (byte) 0);
    }

    @Override
    public String toString() {
        return "KeyFileRootKey[" + id + "]";
    }
}
