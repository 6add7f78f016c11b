package dev.secrets.cli.store;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.secrets.cli.shell.ConfigurationException;
import dev.secrets.cli.shell.Setting;
import dev.secrets.cli.shell.Settings;
import dev.secrets.cli.shell.Shell;
import dev.secrets.keys.AeadRootKey;
import dev.secrets.keys.KeyFileRootKey;
import dev.secrets.keys.PassphraseRootKey;
import dev.secrets.model.RootKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/** The root key that the settings name. */
public final class RootKeys {
    private static final String ASK = "-";

    private RootKeys() {}

    /**
     * Returns the root key.
     *
     * @throws ConfigurationException if neither a key file nor a passphrase is set, or both are
     * @throws dev.secrets.model.RootKeyException if the key file can't be used
     */
    public static RootKey of(Settings settings, Shell shell) {
        var keyFile = settings.get(Setting.ROOT_KEY_FILE);
        var passphraseFile = settings.get(Setting.PASSPHRASE_FILE);
        if (keyFile.isPresent() && passphraseFile.isPresent()) {
            throw new ConfigurationException("A root key file and a passphrase file are set; a store has one root key");
        }
        if (passphraseFile.isPresent()) {
            return ofPassphrase(passphraseFile.get(), shell);
        }
        return KeyFileRootKey.open(Path.of(keyFile.orElseThrow(RootKeys::missing)));
    }

    private static ConfigurationException missing() {
        return new ConfigurationException("No root key is set: use " + Setting.ROOT_KEY_FILE.option() + " FILE or "
                + Setting.PASSPHRASE_FILE.option() + " FILE, the environment's " + Setting.ROOT_KEY_FILE.variable()
                + " or "
                + Setting.PASSPHRASE_FILE.variable() + ", or a line in ~/.config/secrets/config");
    }

    /** Returns the root key of the file. */
    public static RootKey open(Path file) {
        return KeyFileRootKey.open(file);
    }

    /** Returns the root key of the file, which is made if there is none. */
    public static RootKey openOrCreate(Path file) {
        return Files.exists(file) ? KeyFileRootKey.open(file) : KeyFileRootKey.create(file);
    }

    /** Overwrites the key, if it is in memory. */
    public static void close(RootKey rootKey) {
        if (rootKey instanceof PassphraseRootKey passphrase) {
            passphrase.close();
        } else if (rootKey instanceof KeyFileRootKey file) {
            file.close();
        }
    }

    /** Returns a key that nobody has: for a store that ends with the process. */
    static RootKey ephemeral() {
        try {
            var configuration = AeadConfig2026.get();
            Aead aead = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, configuration)
                    .getPrimitive(configuration, Aead.class);
            return new AeadRootKey("memory", aead);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("AES-GCM is missing", impossible);
        }
    }

    /**
     * Returns the root key of the passphrase in a file; asks for it if the file is {@code -}.
     *
     * @throws ConfigurationException if the file can't be read, or is not UTF-8, or the passphrase is too weak
     */
    public static RootKey ofPassphrase(String file, Shell shell) {
        char[] passphrase = passphrase(file, file.equals(ASK) ? shell.readSecret("Passphrase") : read(Path.of(file)));
        try {
            return new PassphraseRootKey(passphrase);
        } catch (IllegalArgumentException unusable) {
            throw new ConfigurationException(String.valueOf(unusable.getMessage()), unusable);
        } finally {
            Arrays.fill(passphrase, '\0');
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new ConfigurationException("The passphrase file " + file + " can't be read", unreadable);
        }
    }

    /** Bytes that are not UTF-8 are refused: replaced by one character, they would make one passphrase of many. */
    private static char[] passphrase(String file, byte[] bytes) {
        CharBuffer text = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), text, true);
        Arrays.fill(bytes, (byte) 0);
        try {
            if (result.isError()) {
                throw new ConfigurationException(
                        "The passphrase file " + file + " is not text in UTF-8; save it as such."
                                + " A store that was made with it opens by the same text with the character U+FFFD in the"
                                + " place of what is not UTF-8");
            }
            return withoutLineEnd(text.flip());
        } finally {
            Arrays.fill(text.array(), '\0');
        }
    }

    private static char[] withoutLineEnd(CharBuffer text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        char[] characters = new char[end];
        text.get(characters);
        return characters;
    }
}
