package dev.secrets.model;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a review looks for in a secret's metadata, and the AWS Security Hub control that looks for the same where there is one. */
public enum ReviewCheck {
    /** No automatic rotation is turned on. */
    ROTATION_NOT_ENABLED("SecretsManager.1"),
    /** The last window of the rotation schedule has passed without a rotation. */
    ROTATION_OVERDUE("SecretsManager.2"),
    /** The last attempt to rotate failed, and none has succeeded since. */
    ROTATION_FAILING("SecretsManager.2"),
    /** No value was read for {@link ReviewOptions#unusedForDays}; of a secret that was never read, since it was created. */
    UNUSED("SecretsManager.3"),
    /** The secret was never rotated, and is older than {@link ReviewOptions#maxDaysSinceRotation}. */
    NEVER_ROTATED("SecretsManager.4"),
    /** The last rotation is longer ago than {@link ReviewOptions#maxDaysSinceRotation}. */
    NOT_ROTATED_RECENTLY("SecretsManager.4"),
    /** The secret has no tags. */
    UNTAGGED("SecretsManager.5"),
    /** The resource policy lets everybody in (rules R5 to R10 of the policy reference). */
    PUBLIC_ACCESS(null),
    /** The secret is in its recovery window. Nothing else is looked for: it can be neither read nor rotated. */
    SCHEDULED_FOR_DELETION(null);

    private final Optional<String> control;

    ReviewCheck(@Nullable String control) {
        this.control = Optional.ofNullable(control);
    }

    /** Returns the id of the AWS Security Hub control, such as {@code SecretsManager.1}. */
    public Optional<String> control() {
        return control;
    }
}
