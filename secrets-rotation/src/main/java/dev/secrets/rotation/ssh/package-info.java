/**
 * SSH keys as secrets: {@link dev.secrets.rotation.ssh.SshKeyRotator} makes a new pair, installs its public key by the old one, and
 * removes the old one when the new one is in use. By Apache MINA SSHD, which an application that uses this brings.
 *
 * <p>A server is known by its host key, which is pinned: nothing is trusted at first sight, and no file of the user's is read. Messages
 * quote no key and no output of the server. Everything here is thread-safe.
 */
package dev.secrets.rotation.ssh;
