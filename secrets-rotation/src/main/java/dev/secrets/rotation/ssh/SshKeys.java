package dev.secrets.rotation.ssh;

import dev.secrets.model.SecretValue;
import dev.secrets.rotation.RotationException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.Iterator;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.util.security.SecurityUtils;

/** Key pairs as the values of secrets: one private key in PEM. */
final class SshKeys {
    private SshKeys() {}

    static SecretValue generate(KeyType type) throws GeneralSecurityException, IOException {
        ByteArrayOutputStream pem = new ByteArrayOutputStream();
        OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(
                KeyUtils.generateKeyPair(type.sshName, type.bits), "", null, pem);
        byte[] bytes = pem.toByteArray();
        try {
            return SecretValue.copyOf(SecretValue.Kind.STRING, bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** Whatever the reader throws may quote the key. */
    static KeyPair parse(SecretValue pem) {
        byte[] bytes = pem.reveal();
        try (ByteArrayInputStream text = new ByteArrayInputStream(bytes)) {
            Iterable<KeyPair> pairs = SecurityUtils.loadKeyPairIdentities(
                    null, NamedResource.ofName("the secret"), text, FilePasswordProvider.EMPTY);
            Iterator<KeyPair> found = pairs == null ? Arrays.<KeyPair>asList().iterator() : pairs.iterator();
            if (found.hasNext()) {
                return found.next();
            }
        } catch (IOException | GeneralSecurityException | RuntimeException unreadable) {
            throw unreadable();
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
        throw unreadable();
    }

    private static RotationException unreadable() {
        return RotationException.permanent(
                "The secret holds no private key in PEM that can be read without a password");
    }

    /** Returns the public key as a line of {@code authorized_keys}: its type, a space, and its Base64. */
    static String line(KeyPair pair) {
        return PublicKeyEntry.toString(pair.getPublic());
    }
}
