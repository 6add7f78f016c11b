package dev.secrets.operations;

import dev.secrets.model.InvalidParameterException;
import dev.secrets.model.SecretValue;
import java.util.Optional;

/** The value of a request, which comes as text or as bytes. */
final class Values {
    private Values() {}

    /** @throws InvalidParameterException if both are given (checklist CREATE-07, UPD-11) */
    static Optional<SecretValue> atMostOne(Optional<SecretValue> binary, Optional<SecretValue> string) {
        if (binary.isPresent() && string.isPresent()) {
            throw new InvalidParameterException(
                    "You can't specify both a binary secret value and a string secret value in the same secret.");
        }
        return binary.or(() -> string);
    }
}
