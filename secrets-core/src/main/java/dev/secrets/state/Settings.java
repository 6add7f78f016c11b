package dev.secrets.state;

import dev.secrets.model.Tag;
import java.util.List;
import java.util.Optional;

/**
 * What describes a secret and says who may use it.
 *
 * @param description free text, never empty
 * @param kmsKeyId the key for new values; the default key when absent
 * @param type the kind of a managed external secret
 * @param owningService the service that manages the secret
 * @param tags its tags in the order they came; absent if there never were any
 * @param resourcePolicy its policy, as the caller wrote it
 */
public record Settings(
        Optional<String> description,
        Optional<String> kmsKeyId,
        Optional<String> type,
        Optional<String> owningService,
        Optional<List<Tag>> tags,
        Optional<String> resourcePolicy) {
    /** Nothing set. */
    public static final Settings NONE = new Settings(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** Returns these settings with a description; the empty text removes it (checklist CREATE-13, UPD-05). */
    public Settings description(String text) {
        return new Settings(notEmpty(text), kmsKeyId, type, owningService, tags, resourcePolicy);
    }

    /** Returns these settings with a key for new values; none is the default key. */
    public Settings kmsKeyId(Optional<String> key) {
        return new Settings(description, key, type, owningService, tags, resourcePolicy);
    }

    /** Returns these settings with a type; the empty text removes it. */
    public Settings type(String text) {
        return new Settings(description, kmsKeyId, notEmpty(text), owningService, tags, resourcePolicy);
    }

    /** Returns these settings with tags added, or with other values for those that are there. */
    public Settings tagged(List<Tag> added) {
        return added.isEmpty() ? this : tags(Tags.merge(tags.orElse(List.of()), added));
    }

    /** Returns these settings with other tags. */
    public Settings tags(List<Tag> newTags) {
        return new Settings(
                description, kmsKeyId, type, owningService, Optional.of(List.copyOf(newTags)), resourcePolicy);
    }

    /** Returns these settings with another resource policy, or none. */
    public Settings resourcePolicy(Optional<String> policy) {
        return new Settings(description, kmsKeyId, type, owningService, tags, policy);
    }

    private static Optional<String> notEmpty(String text) {
        return Optional.of(text).filter(t -> !t.isEmpty());
    }
}
