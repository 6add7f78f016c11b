package dev.secrets.keys;

import dev.secrets.model.RootKey;
import dev.secrets.model.RootKeyException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidParameterException;
import java.security.Key;
import java.security.KeyStore;
import java.security.Provider;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.Security;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * A root key in a PKCS#11 token, such as a hardware security module: an AES key of 256 bits that never leaves it. Wrapping is the
 * token's AES-GCM with a random nonce.
 *
 * <p>The token is described by a configuration file of the JDK's SunPKCS11 provider ("PKCS#11 Reference Guide"): name, library,
 * slot. For {@link #create} it should say that keys stay: {@code attributes(generate,CKO_SECRET_KEY,*) = { CKA_TOKEN = true
 * CKA_SENSITIVE = true CKA_EXTRACTABLE = false }}. Needs the module {@code jdk.crypto.cryptoki} at run time.
 *
 * <pre>{@code
 * wrapped = 3 (1) | nonce (12) | ciphertext | tag (16)
 * }</pre>
 *
 * The number of wrappings, one for each change of the key ring, is far from what the nonces allow (2^32). Thread-safe.
 *
 * <p>The first PIN that is right logs the whole process in to the token, until the process ends. From then on the token looks at
 * no PIN: a wrong one opens keys too. Logging out in between would end the keys that are open.
 */
public final class Pkcs11RootKey implements RootKey {
    /** Tells what a token wrapped from what is wrapped under a passphrase or a key file. */
    private static final int KIND = 3;

    private static final String TRANSFORMATION = "AES/GCM/NoPadding";
    private static final int NONCE_LENGTH = 12;
    private static final int TAG_BITS = 128;
    private static final int KEY_BITS = 256;

    private final Provider token;
    private final SecretKey key;
    private final String id;
    private final SecureRandom random = new SecureRandom();

    private Pkcs11RootKey(Provider token, SecretKey key, String label) {
        this.token = token;
        this.key = key;
        this.id = requireLabel(label);
    }

    private static String requireLabel(String label) {
        String id = "pkcs11:" + label;
        if (label.isEmpty() || !Printable.isRootKeyId(id)) {
            throw new IllegalArgumentException("A label must be printable ASCII");
        }
        return id;
    }

    /**
     * Finds a key in the token.
     *
     * @param configuration a file for the provider SunPKCS11
     * @param label the key's label in the token, which is part of this key's id
     * @param pin of the token's user
     * @throws RootKeyException if the token can't be reached, the PIN is wrong and the process is not logged in yet, or
     *     there is no such key
     * @throws IllegalArgumentException if this can be no label
     */
    public static Pkcs11RootKey open(Path configuration, String label, char[] pin) {
        requireLabel(label);
        Provider token = token(configuration);
        try {
            return find(token, label, pin)
                    .orElseThrow(() -> new RootKeyException("There is no AES key '" + label + "' in the token"));
        } catch (GeneralSecurityException | IOException refused) {
            throw refused(label, refused);
        }
    }

    /**
     * Makes a key in the token.
     *
     * @param configuration a file for the provider SunPKCS11
     * @param label a label that no key in the token has
     * @param pin of the token's user
     * @throws RootKeyException if the token can't be reached, the PIN is wrong and the process is not logged in yet, or
     *     there is such a key
     * @throws IllegalArgumentException if this can be no label
     */
    public static Pkcs11RootKey create(Path configuration, String label, char[] pin) {
        requireLabel(label);
        Provider token = token(configuration);
        try {
            if (find(token, label, pin).isPresent()) {
                throw new RootKeyException("There is a key '" + label + "' in the token; a key is never overwritten");
            }
            KeyGenerator generator = KeyGenerator.getInstance("AES", token);
            generator.init(KEY_BITS);
            store(token, pin).setEntry(label, new KeyStore.SecretKeyEntry(generator.generateKey()), null);
            return open(configuration, label, pin);
        } catch (GeneralSecurityException | IOException | ProviderException refused) {
            throw refused(label, refused);
        }
    }

    private static RootKeyException refused(String label, Exception refused) {
        return new RootKeyException(
                "Key '" + label + "' can't be used: the token is out of reach, or the PIN is wrong", refused);
    }

    /** The provider is not added to those of the JVM: nobody else gets to use the token by accident. */
    private static Provider token(Path configuration) {
        Provider unconfigured = Optional.ofNullable(Security.getProvider("SunPKCS11"))
                .orElseThrow(() -> new RootKeyException("This Java runtime lacks the module jdk.crypto.cryptoki"));
        try {
            return unconfigured.configure(configuration.toString());
        } catch (InvalidParameterException | UnsupportedOperationException | ProviderException refused) {
            throw new RootKeyException("The PKCS#11 token of " + configuration + " can't be used", refused);
        }
    }

    private static KeyStore store(Provider token, char[] pin) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS11", token);
        store.load(null, pin);
        return store;
    }

    private static Optional<Pkcs11RootKey> find(Provider token, String label, char[] pin)
            throws GeneralSecurityException, IOException {
        Key found = store(token, pin).getKey(label, null);
        return found instanceof SecretKey key && key.getAlgorithm().equals("AES")
                ? Optional.of(new Pkcs11RootKey(token, key, label))
                : Optional.empty();
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public byte[] wrap(byte[] plaintext, byte[] associatedData) {
        byte[] nonce = new byte[NONCE_LENGTH];
        random.nextBytes(nonce);
        try {
            byte[] ciphertext = run(Cipher.ENCRYPT_MODE, nonce, plaintext, associatedData);
            return new ByteWriter(1 + NONCE_LENGTH + ciphertext.length)
                    .writeByte(KIND)
                    .writeFixed(nonce)
                    .writeFixed(ciphertext)
                    .toByteArray();
        } catch (GeneralSecurityException | ProviderException refused) {
            throw new RootKeyException("Root key '" + id + "' does not wrap", refused);
        }
    }

    @Override
    public byte[] unwrap(byte[] wrapped, byte[] associatedData) {
        ByteReader reader = new ByteReader(wrapped);
        try {
            if (reader.readByte() != KIND) {
                throw new GeneralSecurityException("This was not wrapped by a token");
            }
            return run(Cipher.DECRYPT_MODE, reader.readFixed(NONCE_LENGTH), reader.readRemaining(), associatedData);
        } catch (GeneralSecurityException | ProviderException refused) {
            throw new RootKeyException(
                    "Root key '" + id + "' does not unwrap this: it was wrapped under another, or is damaged", refused);
        }
    }

    private byte[] run(int mode, byte[] nonce, byte[] input, byte[] associatedData) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(TRANSFORMATION, token);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(associatedData);
        return cipher.doFinal(input);
    }

    @Override
    public String toString() {
        return "Pkcs11RootKey[" + id + "]";
    }
}
