package dev.secrets.model;

import java.util.List;
import java.util.Map;

/**
 * Asks to add tags to a secret or to change their values.
 *
 * @param secretId name, ARN, or ARN without its six-character suffix; 1 to 2048 characters
 * @param tags the tags
 */
public record TagResourceRequest(String secretId, List<Tag> tags) {
    /** @throws ValidationException if a member is outside its limits */
    public TagResourceRequest {
        new Violations()
                .length("secretId", secretId, 1, 2048)
                .required("tags", tags)
                .check();
        tags = Copies.of(tags);
    }

    /** Asks for the tags of the map, in its order. */
    public TagResourceRequest(String secretId, Map<String, String> tags) {
        this(secretId, Tag.listOf(tags));
    }
}
