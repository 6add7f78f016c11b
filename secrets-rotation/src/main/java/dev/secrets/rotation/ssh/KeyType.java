package dev.secrets.rotation.ssh;

import org.apache.sshd.common.keyprovider.KeyPairProvider;

/** What kind of key to make. */
public enum KeyType {
    /** Ed25519: what OpenSSH makes unless told otherwise. */
    ED25519(KeyPairProvider.SSH_ED25519, 256),
    /** RSA of 3072 bits, for servers that know nothing newer. */
    RSA(KeyPairProvider.SSH_RSA, 3072);

    final String sshName;
    final int bits;

    KeyType(String sshName, int bits) {
        this.sshName = sshName;
        this.bits = bits;
    }
}
