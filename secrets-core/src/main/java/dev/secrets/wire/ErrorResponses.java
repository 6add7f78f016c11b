package dev.secrets.wire;

import dev.secrets.model.AccessDeniedException;
import dev.secrets.model.SecretsManagerException;
import dev.secrets.model.ValidationException;

/**
 * Errors as answers (section 17 of the reference): {@code {"__type":"InvalidRequestException","Message":"..."}} for the errors
 * that the service's model declares, {@code message} in lower case for those of its front end.
 */
final class ErrorResponses {
    static final int SERVER_ERROR = 500;
    private static final int CLIENT_ERROR = 400;
    private static final String MODELLED = "Message";
    private static final String FRONT_END = "message";

    private ErrorResponses() {}

    static WireResponse of(SecretsManagerException refusal) {
        boolean frontEnd = refusal instanceof ValidationException || refusal instanceof AccessDeniedException;
        String member = frontEnd ? FRONT_END : MODELLED;
        return error(refusal.statusCode(), refusal.errorCode(), member, String.valueOf(refusal.getMessage()));
    }

    static WireResponse of(SerializationException refusal) {
        String message = String.valueOf(refusal.getMessage());
        return error(CLIENT_ERROR, "SerializationException", FRONT_END, message);
    }

    static WireResponse unknownOperation() {
        return error(CLIENT_ERROR, "UnknownOperationException", FRONT_END, "There is no such operation.");
    }

    /** Says that something failed, and nothing of what it was (checklist WIRE-03). */
    static WireResponse internal() {
        return error(SERVER_ERROR, "InternalServiceError", MODELLED, "An error occurred on the server side.");
    }

    private static WireResponse error(int status, String type, String messageMember, String message) {
        byte[] body = MemberWriter.object(
                message, (out, text) -> out.text("__type", type).text(messageMember, text));
        return WireResponse.error(status, type, body);
    }
}
