package dev.secrets.cli.endpoint;

/**
 * A request is refused before it reaches an operation, with the code that AWS's front end has for it. The texts are fixed but for
 * dates and names of headers: nothing of a request is repeated that could be a secret.
 */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final int CLIENT_ERROR = 400;

    private final int status;
    private final String code;

    private Refusal(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    static Refusal missingAuthentication() {
        return new Refusal(CLIENT_ERROR, "MissingAuthenticationTokenException", "Missing Authentication Token");
    }

    static Refusal incompleteSignature(String message) {
        return new Refusal(CLIENT_ERROR, "IncompleteSignatureException", message);
    }

    static Refusal unknownKey() {
        return new Refusal(
                CLIENT_ERROR, "UnrecognizedClientException", "The security token included in the request is invalid.");
    }

    static Refusal expiredToken() {
        return new Refusal(
                CLIENT_ERROR, "ExpiredTokenException", "The security token included in the request is expired");
    }

    static Refusal invalidSignature(String message) {
        return new Refusal(CLIENT_ERROR, "InvalidSignatureException", message);
    }

    static Refusal wrongSignature() {
        return invalidSignature(
                "The request signature we calculated does not match the signature you provided. Check your AWS"
                        + " Secret Access Key and signing method. Consult the service documentation for details.");
    }

    static Refusal unknownOperation() {
        return new Refusal(CLIENT_ERROR, "UnknownOperationException", "There is no such operation.");
    }

    static Refusal notFound() {
        return new Refusal(404, "UnknownOperationException", "There is nothing here but POST to /.");
    }

    static Refusal malformedRequest() {
        return new Refusal(CLIENT_ERROR, "SerializationException", "The request is no HTTP/1.1 that is understood.");
    }

    static Refusal tooLarge(int mostBytes) {
        return new Refusal(
                413, "RequestEntityTooLargeException", "The request is larger than " + mostBytes + " bytes.");
    }

    static Refusal throttled() {
        return new Refusal(CLIENT_ERROR, "ThrottlingException", "Rate exceeded");
    }

    static Refusal failed() {
        return new Refusal(500, "InternalServiceError", "An error occurred on the server side.");
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }
}
