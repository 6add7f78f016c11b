package dev.secrets.cli.endpoint;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * What is signed by AWS's Signature Version 4 (the AWS documentation, "Create a signed AWS API request"), for requests to the
 * root path, which is all that the protocol has.
 */
final class SignatureVersion4 {
    private static final MessageDigest SHA_256 = sha256();

    private SignatureVersion4() {}

    /**
     * Returns the string to sign.
     *
     * @param query the canonical query
     * @param headers by name in lower case
     * @param date the time of the request as it was sent, such as {@code 20260203T101530Z}
     */
    static byte[] stringToSign(
            String method,
            String query,
            Map<String, List<String>> headers,
            byte[] body,
            Authorization authorization,
            String date) {
        String canonical = canonicalRequest(method, query, headers, authorization.signedHeaders(), hexDigest(body));
        String text = Authorization.ALGORITHM + "\n" + date + "\n" + authorization.scopeText() + "\n"
                + hexDigest(canonical.getBytes(StandardCharsets.UTF_8));
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String canonicalRequest(
            String method,
            String query,
            Map<String, List<String>> headers,
            List<String> signedHeaders,
            String payloadHash) {
        StringBuilder canonical = new StringBuilder(512)
                .append(method)
                .append("\n/\n")
                .append(query)
                .append('\n');
        for (String name : signedHeaders) {
            canonical.append(name).append(':');
            appendValues(canonical, headers.getOrDefault(name, List.of()));
            canonical.append('\n');
        }
        return canonical
                .append('\n')
                .append(String.join(";", signedHeaders))
                .append('\n')
                .append(payloadHash)
                .toString();
    }

    private static void appendValues(StringBuilder canonical, List<String> values) {
        for (int i = 0; i < values.size(); i++) {
            canonical.append(i == 0 ? "" : ",");
            appendTrimmed(canonical, values.get(i));
        }
    }

    /** Blanks at the ends go, several between words become one. */
    private static void appendTrimmed(StringBuilder canonical, String value) {
        if (isTrimmed(value)) {
            canonical.append(value);
            return;
        }
        int start = canonical.length();
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            boolean afterBlank = canonical.length() == start || canonical.charAt(canonical.length() - 1) == ' ';
            if (character != ' ' || !afterBlank) {
                canonical.append(character);
            }
        }
        int end = canonical.length();
        if (end > start && canonical.charAt(end - 1) == ' ') {
            canonical.setLength(end - 1);
        }
    }

    private static boolean isTrimmed(String value) {
        return !value.startsWith(" ") && !value.endsWith(" ") && !value.contains("  ");
    }

    /** Returns the SHA-256 of the bytes in lower-case hexadecimal digits. */
    static String hexDigest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(((MessageDigest) SHA_256.clone()).digest(bytes));
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException("The platform's SHA-256 can be copied", impossible);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
