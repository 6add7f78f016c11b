package dev.secrets.rotation.database;

import dev.secrets.model.SecretValue;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** The hash that mysql_native_password keeps: an asterisk and SHA-1 of SHA-1 of the password, in hex. */
final class NativePassword {
    private NativePassword() {}

    static String hash(SecretValue password) {
        byte[] bytes = password.reveal();
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            return "*" + HexFormat.of().withUpperCase().formatHex(sha1.digest(sha1.digest(bytes)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
