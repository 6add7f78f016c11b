package dev.secrets.rotation;

import dev.secrets.model.SecretValue;
import dev.secrets.model.SecretsManagerException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Says what failed without saying any value. Only exceptions of this project speak for themselves, of others only the type is told;
 * and what the rotator was shown of the secret is cut from the text all the same. Thread-safe.
 */
final class FailureReason {
    private static final int SHORTEST = 4;
    private static final Pattern JSON_TEXT = Pattern.compile(":\\s*+\"((?:[^\"\\\\]|\\\\.)*+)\"");

    /** Guarded by this. */
    private final List<String> seen = new ArrayList<>();

    synchronized void saw(SecretValue value) {
        if (value.kind() == SecretValue.Kind.STRING) {
            String text = value.revealString();
            seen.add(text);
            JSON_TEXT.matcher(text).results().map(FailureReason::member).forEach(seen::add);
        }
    }

    private static String member(MatchResult json) {
        return json.group(1);
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

    private synchronized String without(String text) {
        return seen.stream()
                .filter(secret -> secret.length() >= SHORTEST)
                .reduce(text, (rest, secret) -> rest.replace(secret, "[redacted]"));
    }
}
