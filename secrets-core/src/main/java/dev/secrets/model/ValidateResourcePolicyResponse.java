package dev.secrets.model;

import java.util.List;

/**
 * What was found in a resource policy.
 *
 * @param policyValidationPassed whether nothing was
 * @param validationErrors what was found
 */
public record ValidateResourcePolicyResponse(
        boolean policyValidationPassed, List<ValidationErrorsEntry> validationErrors) {
    /** Copies the collections. */
    public ValidateResourcePolicyResponse {
        validationErrors = Copies.of(validationErrors);
    }
}
