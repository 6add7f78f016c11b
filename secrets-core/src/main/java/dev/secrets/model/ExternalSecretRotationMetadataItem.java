package dev.secrets.model;

/**
 * Something that the rotation of a managed external secret needs to know.
 *
 * @param key 1 to 256 characters
 * @param value 1 to 2048 characters
 */
public record ExternalSecretRotationMetadataItem(String key, String value) {
    /** @throws ValidationException if a member is outside its limits */
    public ExternalSecretRotationMetadataItem {
        new Violations()
                .length("key", key, 1, 256)
                .length("value", value, 1, 2048)
                .check();
    }
}
