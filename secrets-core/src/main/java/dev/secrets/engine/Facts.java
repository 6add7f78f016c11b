package dev.secrets.engine;

import dev.secrets.model.Tag;
import java.util.List;
import java.util.Optional;

/** Values of condition keys: present only where there is something to say (rules K1, S9 of the policy reference). */
public final class Facts {
    private static final List<String> NONE = List.of();

    private Facts() {}

    /** Returns that a key is absent. */
    public static List<String> none() {
        return NONE;
    }

    /** Returns the value of a single-valued key; absent if the member is. */
    public static List<String> of(Optional<?> member) {
        return member.isPresent() ? List.of(member.get().toString()) : NONE;
    }

    /**
     * Returns the value of the tag that a key means. Tag keys of conditions ignore case; where two tags differ in case only, the
     * one spelled alike comes first (O15).
     */
    public static List<String> tag(List<Tag> tags, String key) {
        List<String> similar = NONE;
        for (Tag tag : tags) {
            if (tag.key().equals(key)) {
                return List.of(tag.value());
            }
            if (similar.isEmpty() && tag.key().equalsIgnoreCase(key)) {
                similar = List.of(tag.value());
            }
        }
        return similar;
    }

    /** Returns the keys of tags, as the caller spells them. */
    public static List<String> keys(List<Tag> tags) {
        return tags.stream().map(Tag::key).toList();
    }
}
