package dev.secrets.model;

import java.util.List;
import java.util.Map;

/**
 * A key and a value that describe a secret; what access may be granted by.
 *
 * @param key 1 to 128 characters, case-sensitive
 * @param value 0 to 256 characters
 */
public record Tag(String key, String value) {
    /** @throws ValidationException if a member is outside its limits */
    public Tag {
        new Violations()
                .length("key", key, 1, 128)
                .length("value", value, 0, 256)
                .check();
    }

    /** Returns the tags of the map, in its order. */
    static List<Tag> listOf(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag -> new Tag(tag.getKey(), tag.getValue()))
                .toList();
    }
}
