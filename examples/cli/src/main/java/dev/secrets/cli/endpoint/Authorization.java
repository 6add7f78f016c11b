package dev.secrets.cli.endpoint;

import dev.secrets.SigningScope;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * The {@code Authorization} header of Signature Version 4:
 * {@code AWS4-HMAC-SHA256 Credential=ID/DATE/REGION/SERVICE/aws4_request, SignedHeaders=a;b, Signature=HEX}.
 *
 * @param accessKeyId the id of the access key
 * @param scope what the key was derived for
 * @param signedHeaders the names in lower case, in their order
 * @param signature 32 bytes
 */
record Authorization(String accessKeyId, SigningScope scope, List<String> signedHeaders, byte[] signature) {
    static final String ALGORITHM = "AWS4-HMAC-SHA256";

    private static final String TERMINATOR = "aws4_request";
    private static final int SIGNATURE_DIGITS = 64;
    private static final int MAX_LENGTH = 4096;
    private static final List<String> PARAMETERS = List.of("Credential", "SignedHeaders", "Signature");
    private static final int CREDENTIAL = 0;
    private static final int SIGNED_HEADERS = 1;
    private static final int SIGNATURE = 2;

    /** @throws Refusal if the header is none of this form */
    static Authorization parse(String header) {
        if (header.length() > MAX_LENGTH || !header.startsWith(ALGORITHM + " ")) {
            throw Refusal.incompleteSignature("Unsupported authorization; it must be " + ALGORITHM + ".");
        }
        String[] parameters = parameters(header.substring(ALGORITHM.length() + 1));
        String[] credential = parameters[CREDENTIAL].split("/", -1);
        if (credential.length != 5 || !credential[4].equals(TERMINATOR)) {
            throw Refusal.incompleteSignature(
                    "Credential must have exactly 5 slash-delimited elements and end in " + TERMINATOR + ".");
        }
        return new Authorization(
                credential[0],
                new SigningScope(credential[1], credential[2], credential[3]),
                List.of(parameters[SIGNED_HEADERS].split(";", -1)),
                signature(parameters[SIGNATURE]));
    }

    /** Returns the values in the order of {@link #PARAMETERS}. */
    private static String[] parameters(String list) {
        String[] values = new String[PARAMETERS.size()];
        for (String parameter : list.split(",", -1)) {
            int equals = parameter.indexOf('=');
            int index = PARAMETERS.indexOf(
                    parameter.substring(0, Math.max(0, equals)).strip());
            if (index < 0 || values[index] != null) {
                throw Refusal.incompleteSignature(
                        "Authorization header has a parameter that is unknown or there twice.");
            }
            values[index] = parameter.substring(equals + 1).strip();
        }
        if (Arrays.asList(values).contains(null)) {
            throw Refusal.incompleteSignature(
                    "Authorization header requires 'Credential', 'SignedHeaders' and 'Signature' parameters.");
        }
        return values;
    }

    private static byte[] signature(String digits) {
        try {
            if (digits.length() == SIGNATURE_DIGITS) {
                return HexFormat.of().parseHex(digits);
            }
        } catch (IllegalArgumentException noHex) {
            // told below, like a wrong length
        }
        throw Refusal.incompleteSignature("Signature must be 64 hexadecimal digits.");
    }

    /** Returns the scope as it stands in what is signed. */
    String scopeText() {
        return scope.date() + "/" + scope.region() + "/" + scope.service() + "/" + TERMINATOR;
    }
}
