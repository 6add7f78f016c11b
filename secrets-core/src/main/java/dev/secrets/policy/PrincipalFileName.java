package dev.secrets.policy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Which file holds the policies of a principal: the ARN in percent-encoding, every character but ASCII letters, digits, {@code -}
 * and {@code _} as {@code %XX}. Two ARNs never share a file, and a name is never a path: it has no slash, no backslash and no
 * dot. A name that would be too long for a file system is cut and ends in {@code ~} and the SHA-256 of the ARN.
 */
final class PrincipalFileName {
    /** With the longest ending well below the 255 bytes that file systems allow. */
    private static final int MAX_LENGTH = 200;

    private static final int KEPT_OF_LONG = 120;
    private static final int ESCAPED_LENGTH = 3;
    private static final char HASH_MARK = '~';

    private PrincipalFileName() {}

    /** Returns the name for the ARN, without an ending. */
    static String of(String arn) {
        StringBuilder name = new StringBuilder();
        for (byte octet : arn.getBytes(StandardCharsets.UTF_8)) {
            if (isPlain((char) (octet & 0xff))) {
                name.append((char) octet);
            } else {
                name.append('%').append(HexFormat.of().withUpperCase().toHexDigits(octet));
            }
        }
        return name.length() <= MAX_LENGTH ? name.toString() : name.substring(0, KEPT_OF_LONG) + HASH_MARK + hash(arn);
    }

    private static boolean isPlain(char character) {
        return character >= 'a' && character <= 'z'
                || character >= 'A' && character <= 'Z'
                || character >= '0' && character <= '9'
                || character == '-'
                || character == '_';
    }

    private static String hash(String arn) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(arn.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }

    /** Returns what a principal is looked up by: its ARN, or its file's name where the ARN can't be read from that. */
    static String keyOf(String arn) {
        if (arn.length() * ESCAPED_LENGTH <= MAX_LENGTH) {
            return arn;
        }
        String name = of(arn);
        return name.indexOf(HASH_MARK) < 0 ? arn : name;
    }

    /** Returns the key of the principal whose file has this name (without its ending), if it is the name of one. */
    static Optional<String> keyFrom(String name) {
        if (name.matches("[A-Za-z0-9_%-]{" + KEPT_OF_LONG + "}" + HASH_MARK + "[0-9a-f]{64}")) {
            return Optional.of(name);
        }
        if (!name.matches("(?:[A-Za-z0-9_-]|%[0-9A-F]{2})+")) {
            return Optional.empty();
        }
        StringBuilder arn = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) == '%') {
                arn.append((char) HexFormat.fromHexDigits(name, i + 1, i + ESCAPED_LENGTH));
                i += ESCAPED_LENGTH - 1;
            } else {
                arn.append(name.charAt(i));
            }
        }
        return Optional.of(arn.toString())
                .filter(PrincipalFileName::namesAnAccount)
                .filter(principal -> of(principal).equals(name));
    }

    /** A caller is of an account by the time it is looked up, also where its ARN left it out. */
    private static boolean namesAnAccount(String arn) {
        return arn.matches("arn:[^:]*:[^:]*:[^:]*:[^:]+:.*");
    }
}
