package dev.secrets.rotation;

import dev.secrets.model.SecretValue;
import dev.secrets.model.SecretsManagerException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Says what failed without saying any value. Only exceptions of this project speak for themselves, of others only the type is told;
 * and what the rotator was shown of the secret is cut from the text all the same, until this is closed. Thread-safe.
 *
 * <p>A text can't be overwritten, so one is made of a value only when something has failed.
 */
final class FailureReason implements AutoCloseable {
    private static final int SHORTEST = 4;
    private static final Pattern JSON_TEXT = Pattern.compile(":\\s*+\"((?:[^\"\\\\]|\\\\.)*+)\"");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(u[0-9A-Fa-f]{4}|.)");

    /** Copies; guarded by this, with the flag. */
    private final List<SecretValue> seen = new ArrayList<>();

    private boolean closed;

    synchronized void saw(SecretValue value) {
        if (value.kind() == SecretValue.Kind.STRING && !closed) {
            seen.add(SecretValue.wrap(SecretValue.Kind.STRING, value.reveal()));
        }
    }

    /** Forgets what the rotator was shown; for when it can't speak any more. */
    @Override
    public synchronized void close() {
        closed = true;
        seen.forEach(SecretValue::close);
        seen.clear();
    }

    /** Returns a text and the members of its JSON: a rotator may quote one as it stands there, or as it is. */
    private static Stream<String> quotable(String text) {
        return Stream.concat(
                Stream.of(text),
                JSON_TEXT
                        .matcher(text)
                        .results()
                        .map(json -> json.group(1))
                        .flatMap(json -> Stream.of(json, unescaped(json))));
    }

    private static String unescaped(String json) {
        return ESCAPE.matcher(json).replaceAll(escape -> Matcher.quoteReplacement(character(escape)));
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
                .map(SecretValue::revealString)
                .flatMap(FailureReason::quotable)
                .filter(secret -> secret.length() >= SHORTEST)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .reduce(text, (rest, secret) -> rest.replace(secret, "[redacted]"));
    }
}
