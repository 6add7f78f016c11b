package dev.secrets.state;

import dev.secrets.model.InvalidParameterException;
import dev.secrets.model.Tag;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The rules for tags (section 11 of the reference). The service's texts are not known; these say what is wrong. */
final class Tags {
    static final int MAX_TAGS = 50;
    private static final String RESERVED = "aws:";
    private static final Pattern ALLOWED = Pattern.compile("[\\p{L}\\p{N}\\p{Zs}+\\-=._:/@]*");

    private Tags() {}

    /** Returns the tags with others added: a known key gets the new value, a new one goes to the end (checklist TAG-02). */
    static List<Tag> merge(List<Tag> tags, List<Tag> added) {
        requireDistinctKeys(added);
        added.forEach(Tags::requireAllowed);
        Map<String, Tag> merged = new LinkedHashMap<>();
        tags.forEach(tag -> merged.put(tag.key(), tag));
        added.forEach(tag -> merged.put(tag.key(), tag));
        requireWithinLimit(merged.values());
        return List.copyOf(merged.values());
    }

    /** Returns the tags without those of the keys; unknown keys are ignored (checklist TAG-04). */
    static List<Tag> remove(List<Tag> tags, Collection<String> keys) {
        keys.forEach(key -> requireNotReserved(key, key));
        return tags.stream().filter(tag -> !keys.contains(tag.key())).toList();
    }

    private static void requireDistinctKeys(List<Tag> tags) {
        Set<String> seen = new HashSet<>();
        for (Tag tag : tags) {
            if (!seen.add(tag.key())) {
                throw new InvalidParameterException("Tag key " + tag.key() + " is given more than once.");
            }
        }
    }

    private static void requireAllowed(Tag tag) {
        requireNotReserved(tag.key(), tag.key());
        requireNotReserved(tag.value(), tag.key());
        if (!ALLOWED.matcher(tag.key()).matches()
                || !ALLOWED.matcher(tag.value()).matches()) {
            throw new InvalidParameterException(
                    "Tag " + tag.key()
                            + " has characters that tags can't have; they can have letters, digits, spaces and + - = . _ : / @");
        }
    }

    /** In the service's words, from the outside. */
    private static void requireNotReserved(String text, String key) {
        if (isReserved(text)) {
            throw new InvalidParameterException("You can't modify system tags. Tag key: '" + key + "'.");
        }
    }

    private static boolean isReserved(String text) {
        return text.regionMatches(true, 0, RESERVED, 0, RESERVED.length());
    }

    private static void requireWithinLimit(Collection<Tag> tags) {
        if (tags.stream().filter(tag -> !isReserved(tag.key())).count() > MAX_TAGS) {
            throw new InvalidParameterException("A secret can't have more than " + MAX_TAGS + " tags.");
        }
    }
}
