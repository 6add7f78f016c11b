package dev.secrets.rotation.ssh;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;

/**
 * Where an SSH key logs in.
 *
 * @param host the server
 * @param port its port, from 1 to 65,535
 * @param username the user
 * @param hostKey the server's public key, as in {@code known_hosts} after the name: {@code ssh-ed25519 AAAA...}
 * @param authorizedKeysFile the file of the keys that may log in, relative to the user's home directory or absolute: letters, digits
 *     and {@code . _ - /}
 */
public record SshAccount(String host, int port, String username, String hostKey, String authorizedKeysFile) {
    /** What needs no quoting in any shell, and is no option of a command. */
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9._/][A-Za-z0-9._/-]*");

    private static final int MAX_PORT = 65_535;

    /** @throws IllegalArgumentException if host or user is empty, or another part is not as said above */
    public SshAccount {
        if (host.isEmpty() || username.isEmpty()) {
            throw new IllegalArgumentException(
                    "host is '" + host + "' and username is '" + username + "'; must not be empty");
        }
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("port is " + port + "; must be between 1 and " + MAX_PORT);
        }
        publicKey(hostKey);
        if (!FILE.matcher(authorizedKeysFile).matches()) {
            throw new IllegalArgumentException("The name of the file may hold letters, digits and . _ - / alone");
        }
    }

    /** Makes an account with {@code .ssh/authorized_keys}. */
    public SshAccount(String host, int port, String username, String hostKey) {
        this(host, port, username, hostKey, ".ssh/authorized_keys");
    }

    PublicKey publicHostKey() {
        return publicKey(hostKey);
    }

    private static PublicKey publicKey(String hostKey) {
        try {
            return Optional.ofNullable(PublicKeyEntry.parsePublicKeyEntry(hostKey))
                    .orElseThrow(IllegalArgumentException::new)
                    .resolvePublicKey(null, null, PublicKeyEntryResolver.FAILING);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException unreadable) {
            throw new IllegalArgumentException(
                    "hostKey is '" + hostKey + "'; must be a public key's type, a space and its Base64", unreadable);
        }
    }
}
