package dev.secrets.model;

import java.util.List;

/**
 * Asks to remove tags from a secret.
 *
 * @param secretId name, ARN, or ARN without its six-character suffix; 1 to 2048 characters
 * @param tagKeys the keys of the tags; unknown ones are ignored
 */
public record UntagResourceRequest(String secretId, List<String> tagKeys) {
    /** @throws ValidationException if a member is outside its limits */
    public UntagResourceRequest {
        new Violations()
                .length("secretId", secretId, 1, 2048)
                .required("tagKeys", tagKeys)
                .items("tagKeys", tagKeys, 1, 128)
                .check();
        tagKeys = Copies.of(tagKeys);
    }
}
