package dev.secrets.rotation.ssh;

import java.util.regex.Pattern;

/**
 * Where an SSH key logs in.
 *
 * @param host the server
 * @param port its port
 * @param username the user
 * @param hostKey the server's public key, as in {@code known_hosts} after the name: {@code ssh-ed25519 AAAA...}
 * @param authorizedKeysFile the file of the keys that may log in, relative to the user's home directory or absolute: letters, digits
 *     and {@code . _ - /}
 */
public record SshAccount(String host, int port, String username, String hostKey, String authorizedKeysFile) {
    /** What needs no quoting in any shell, and is no option of a command. */
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9._/][A-Za-z0-9._/-]*");

    /** @throws IllegalArgumentException if the name of the file holds other characters */
    public SshAccount {
        if (!FILE.matcher(authorizedKeysFile).matches()) {
            throw new IllegalArgumentException("The name of the file may hold letters, digits and . _ - / alone");
        }
    }

    /** Makes an account with {@code .ssh/authorized_keys}. */
    public SshAccount(String host, int port, String username, String hostKey) {
        this(host, port, username, hostKey, ".ssh/authorized_keys");
    }
}
