package dev.secrets.cli.operation;

import dev.secrets.cli.shell.UsageException;
import dev.secrets.wire.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The members of a request that its shape does not have, at any depth. The protocol passes them over, as the service does; the
 * AWS CLI refuses them, and so does this, since a member that is spelt wrong is missed otherwise. Names are case-sensitive.
 */
final class UnknownMembers {
    private final List<String> problems = new ArrayList<>();

    private UnknownMembers() {}

    /** @throws UsageException if there are some; it names them all, in the words of the AWS CLI, and shows no value */
    static void refuse(Shape.Structure shape, Map<String, @Nullable Object> request) {
        UnknownMembers unknown = new UnknownMembers();
        unknown.lookAtMembers("", shape, request);
        if (!unknown.problems.isEmpty()) {
            throw new UsageException("Parameter validation failed:\n" + String.join("\n", unknown.problems));
        }
    }

    private void lookAt(String place, Shape shape, @Nullable Object value) {
        if (shape instanceof Shape.Structure structure && value instanceof Map<?, ?> members) {
            lookAtMembers(place, structure, members);
        } else if (shape instanceof Shape.ListOf list && value instanceof List<?> items) {
            for (int i = 0; i < items.size(); i++) {
                lookAt(place + "[" + i + "]", list.item(), items.get(i));
            }
        }
    }

    private void lookAtMembers(String place, Shape.Structure structure, Map<?, ?> members) {
        members.forEach((key, value) -> {
            String name = String.valueOf(key);
            structure
                    .member(name)
                    .ifPresentOrElse(
                            shape -> lookAt(place.isEmpty() ? name : place + "." + name, shape, value),
                            () -> problems.add(problem(place, structure, name)));
        });
    }

    private static String problem(String place, Shape.Structure structure, String name) {
        return "Unknown parameter in " + (place.isEmpty() ? "input" : place) + ": \"" + name + "\", must be one of: "
                + structure.members().stream().map(Shape.Member::name).collect(Collectors.joining(", "));
    }
}
