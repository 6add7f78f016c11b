package dev.secrets.cli.admin;

import dev.secrets.policy.PolicyDocument;
import dev.secrets.policy.PolicySyntaxException;
import dev.secrets.policy.PolicyType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One object of the input of a policy command, as it is asked for its members. */
final class PolicyItem {
    private final Map<?, ?> members;

    /** The item is not what the command takes. */
    static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }
    }

    PolicyItem(@Nullable Object item) {
        if (!(item instanceof Map<?, ?> map)) {
            throw new Malformed("An item must be a JSON object");
        }
        this.members = map;
    }

    String text(String member) {
        return optionalText(member).orElseThrow(() -> new Malformed("'" + member + "' must be there and a text"));
    }

    Optional<String> optionalText(String member) {
        return members.get(member) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    PolicyItem object(String member) {
        if (members.get(member) instanceof Map<?, ?> map) {
            return new PolicyItem(map);
        }
        throw new Malformed("'" + member + "' must be there and an object");
    }

    List<PolicyItem> objects(String member) {
        if (!(members.get(member) instanceof List<?> list)) {
            throw new Malformed("'" + member + "' must be there and an array");
        }
        List<PolicyItem> items = new ArrayList<>();
        list.forEach(item -> items.add(new PolicyItem(item)));
        return items;
    }

    /** Returns the members of an object whose values are lists of texts; single texts are taken for lists of one. */
    Map<String, List<String>> texts(String member) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        if (members.get(member) instanceof Map<?, ?> map) {
            map.forEach((name, values) -> all.put(String.valueOf(name), texts(values)));
        } else if (members.containsKey(member)) {
            throw new Malformed("'" + member + "' must be an object");
        }
        return all;
    }

    private static List<String> texts(@Nullable Object values) {
        List<?> list = values instanceof List<?> several ? several : List.of(String.valueOf(values));
        return list.stream().map(String::valueOf).toList();
    }

    /** Returns the text of the policy: {@code document} as it is written in the input, else {@code text}. */
    private String policyText() {
        return optionalText("document")
                .or(() -> optionalText("text"))
                .orElseThrow(() -> new Malformed("A policy has a 'document', which is an object, or a 'text'"));
    }

    private PolicyType type() {
        String name = text("type");
        try {
            return PolicyType.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw new Malformed("'type' must be identity, resource, boundary or session");
        }
    }

    /**
     * Returns the policy that the item is.
     *
     * @param name what decisions call it
     * @throws PolicySyntaxException if its text is no policy of its type
     */
    PolicyDocument policy(String name) {
        return PolicyDocument.parse(name, policyText(), type());
    }
}
