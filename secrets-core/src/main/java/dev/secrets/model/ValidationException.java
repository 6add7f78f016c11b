package dev.secrets.model;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Members of the request are outside their declared limits; every violation is named in one message (checklist VALID-02), in
 * the words of the service's front end. To act: the caller.
 */
public final class ValidationException extends SecretsManagerException {
    private static final long serialVersionUID = 1L;

    private static final String INVALID_NAME =
            "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!";

    private final transient List<Violation> violations;

    /**
     * Refuses for the violations given.
     *
     * @param violations at least one, in the order in which they are told
     */
    public ValidationException(List<Violation> violations) {
        this(message(violations), violations);
    }

    private ValidationException(String message, List<Violation> violations) {
        super("ValidationException", 400, message, null);
        this.violations = List.copyOf(violations);
    }

    /** Returns the refusal of a secret's name that holds characters outside the service's set (checklist ID-09). */
    public static ValidationException invalidName() {
        return new ValidationException(INVALID_NAME, List.of());
    }

    /** Returns what was wrong, a member each; empty when the name's characters were. */
    public List<Violation> violations() {
        return violations == null ? List.of() : violations;
    }

    private static String message(List<Violation> violations) {
        String count = violations.size() + " validation error" + (violations.size() == 1 ? "" : "s") + " detected: ";
        return violations.stream().map(Violation::text).collect(Collectors.joining("; ", count, ""));
    }

    /**
     * One member that is outside its limits.
     *
     * @param path where in the request, such as {@code filters.1.member.key}
     * @param subject what was found there, such as {@code Value 'x'}; without the value where that is sensitive
     * @param constraint what was expected, such as {@code Member must not be null}
     */
    public record Violation(String path, String subject, String constraint) {
        /** Returns the same violation as seen from an enclosing structure, whose own path is put in front. */
        public Violation inside(String enclosing) {
            return new Violation(enclosing + "." + path, subject, constraint);
        }

        String text() {
            return subject + " at '" + path + "' failed to satisfy constraint: " + constraint;
        }
    }
}
