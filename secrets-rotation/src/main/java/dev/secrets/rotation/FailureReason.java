package dev.secrets.rotation;

import dev.secrets.model.SecretValue;
import dev.secrets.model.SecretsManagerException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says what failed without saying any value. Only exceptions of this project speak for themselves, of others only the type is told;
 * and what the rotator was shown of the secret is cut from the text all the same. Thread-safe.
 */
final class FailureReason {
    private static final int SHORTEST = 4;
    private static final Pattern JSON_TEXT = Pattern.compile(":\\s*+\"((?:[^\"\\\\]|\\\\.)*+)\"");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(u[0-9A-Fa-f]{4}|.)");

    /** Guarded by this. */
    private final List<String> seen = new ArrayList<>();

    synchronized void saw(SecretValue value) {
        if (value.kind() == SecretValue.Kind.STRING) {
            String text = value.revealString();
            seen.add(text);
            JSON_TEXT.matcher(text).results().map(json -> json.group(1)).forEach(this::sawMember);
        }
    }

    /** A rotator may quote it as it stands in the JSON, or as it is. */
    private void sawMember(String json) {
        seen.add(json);
        seen.add(ESCAPE.matcher(json).replaceAll(escape -> Matcher.quoteReplacement(character(escape))));
    }

    private static String character(MatchResult escape) {
        String code = escape.group(1);
        return code.length() > 1
                ? Character.toString(Integer.parseInt(code.substring(1), 16))
                : switch (code) {
                    case "b" -> "\b";
                    case "f" -> "\f";
                    case "n" -> "\n";
                    case "r" -> "\r";
                    case "t" -> "\t";
                    default -> code;
                };
    }

    String of(RotationStep step, Throwable failure) {
        return "Step " + step + " failed: " + without(text(failure));
    }

    private static String text(Throwable failure) {
        boolean speaks = failure instanceof RotationException || failure instanceof SecretsManagerException;
        return speaks
                ? String.valueOf(failure.getMessage())
                : failure.getClass().getName();
    }

    /** The longest first: one may begin another. */
    private synchronized String without(String text) {
        return seen.stream()
                .filter(secret -> secret.length() >= SHORTEST)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .reduce(text, (rest, secret) -> rest.replace(secret, "[redacted]"));
    }
}
