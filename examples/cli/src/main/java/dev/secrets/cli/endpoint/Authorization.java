package dev.secrets.cli.endpoint;

import dev.secrets.SigningScope;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

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
    private static final Set<String> PARAMETERS = Set.of("Credential", "SignedHeaders", "Signature");

    /** @throws Refusal if the header is none of this form */
    static Authorization parse(String header) {
        if (header.length() > MAX_LENGTH || !header.startsWith(ALGORITHM + " ")) {
            throw Refusal.incompleteSignature("Unsupported authorization; it must be " + ALGORITHM + ".");
        }
        Map<String, String> parameters = parameters(header.substring(ALGORITHM.length() + 1));
        String[] credential = require(parameters, "Credential").split("/", -1);
        if (credential.length != 5 || !credential[4].equals(TERMINATOR)) {
            throw Refusal.incompleteSignature(
                    "Credential must have exactly 5 slash-delimited elements and end in " + TERMINATOR + ".");
        }
        return new Authorization(
                credential[0],
                new SigningScope(credential[1], credential[2], credential[3]),
                List.of(require(parameters, "SignedHeaders").split(";", -1)),
                signature(require(parameters, "Signature")));
    }

    /** The parser of the list has seen to it that each is there. */
    private static String require(Map<String, String> parameters, String name) {
        return Objects.requireNonNull(parameters.get(name));
    }

    private static Map<String, String> parameters(String list) {
        Map<String, String> parameters = new HashMap<>();
        for (String parameter : list.split(",", -1)) {
            int equals = parameter.indexOf('=');
            String name = parameter.substring(0, Math.max(0, equals)).strip();
            if (!PARAMETERS.contains(name)
                    || parameters.put(name, parameter.substring(equals + 1).strip()) != null) {
                throw Refusal.incompleteSignature(
                        "Authorization header has a parameter that is unknown or there twice.");
            }
        }
        if (parameters.size() != PARAMETERS.size()) {
            throw Refusal.incompleteSignature(
                    "Authorization header requires 'Credential', 'SignedHeaders' and 'Signature' parameters.");
        }
        return parameters;
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
