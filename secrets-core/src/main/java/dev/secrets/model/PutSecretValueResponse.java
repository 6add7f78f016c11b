package dev.secrets.model;

import java.util.List;

/**
 * The version made, or found when the call was repeated.
 *
 * @param arn the full ARN of the secret
 * @param name the name of the secret
 * @param versionId the id of the version
 * @param versionStages the staging labels that the version carries now
 */
public record PutSecretValueResponse(String arn, String name, String versionId, List<String> versionStages) {
    /** Copies the collections. */
    public PutSecretValueResponse {
        versionStages = Copies.of(versionStages);
    }
}
