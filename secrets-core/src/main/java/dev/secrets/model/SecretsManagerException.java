package dev.secrets.model;

import org.jspecify.annotations.Nullable;

/**
 * What every operation throws when it refuses or fails: one closed family, named as AWS Secrets Manager names its errors, so
 * that code which handles them moves to and from AWS. The type tells who must act; the message is the service's own text and
 * part of the interface. No message, cause or suppressed exception holds a secret value.
 */
public abstract sealed class SecretsManagerException extends RuntimeException
        permits AccessDeniedException,
                AuditIncompleteException,
                DecryptionFailureException,
                EncryptionFailureException,
                InternalServiceErrorException,
                InvalidNextTokenException,
                InvalidParameterException,
                InvalidRequestException,
                LimitExceededException,
                MalformedPolicyDocumentException,
                PreconditionNotMetException,
                PublicPolicyException,
                ResourceExistsException,
                ResourceNotFoundException,
                ValidationException {
    private static final long serialVersionUID = 1L;

    private final String message;
    private final String errorCode;
    private final int statusCode;

    SecretsManagerException(String errorCode, int statusCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.message = message;
        this.errorCode = errorCode;
        this.statusCode = statusCode;
    }

    /** Returns the service's own text; never absent. */
    @Override
    public final String getMessage() {
        return message;
    }

    /** Returns the error code of the AWS wire protocol, such as {@code ResourceNotFoundException} (section 3.2 of the reference). */
    public final String errorCode() {
        return errorCode;
    }

    /** Returns the HTTP status that the wire protocol answers with: 400 for the caller's mistakes, 500 for the environment's failures. */
    public final int statusCode() {
        return statusCode;
    }
}
