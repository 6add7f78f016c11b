package dev.secrets.maintenance;

import java.util.Optional;

/**
 * Something that does not open.
 *
 * @param name the secret
 * @param versionId the version whose value does not open; absent if the metadata does not
 * @param reason why, as far as that can be told
 */
public record Unreadable(String name, Optional<String> versionId, String reason) {
    @Override
    public String toString() {
        return name + versionId.map(id -> " " + id).orElse("") + ": " + reason;
    }
}
