package dev.secrets.rotation;

import dev.secrets.model.SecretValue;
import dev.secrets.model.SecretsManagerException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Says what failed without saying any value. Only exceptions of this project speak for themselves, of others only the type is told;
 * and from the text is cut all the same, until this is closed, what the rotator was shown of the secret: each value, the texts and
 * numbers in its JSON, and of bytes their text and Base64. What is shorter than four characters, or was put into another form, can't
 * be found and stays. Thread-safe.
 *
 * <p>A text can't be overwritten, so one is made of a value only when something has failed.
 */
final class FailureReason implements AutoCloseable {
    private static final int MIN_LENGTH = 4;

    /** A text, perhaps the name of a member, or a number. */
    private static final Pattern JSON =
            Pattern.compile("\"(?<text>(?:[^\"\\\\]|\\\\.)*+)\"(?<name>\\s*+:)?+|(?<number>-?+[0-9][0-9.eE+-]*+)");

    private static final Pattern ESCAPE = Pattern.compile("\\\\(u[0-9A-Fa-f]{4}|.)");

    /** Copies; guarded by this, with the flag. */
    private final List<SecretValue> seen = new ArrayList<>();

    private boolean closed;

    synchronized void saw(SecretValue value) {
        if (!closed) {
            seen.add(SecretValue.wrap(value.kind(), value.reveal()));
        }
    }

    /** Forgets what the rotator was shown; for when it can't speak any more. */
    @Override
    public synchronized void close() {
        closed = true;
        seen.forEach(SecretValue::close);
        seen.clear();
    }

    private static Stream<String> texts(SecretValue value) {
        byte[] bytes = value.reveal();
        try {
            String text = new String(bytes, StandardCharsets.UTF_8);
            return value.kind() == SecretValue.Kind.STRING
                    ? Stream.of(text)
                    : Stream.of(text, Base64.getEncoder().encodeToString(bytes));
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** Returns a text and what stands in its JSON: a rotator may quote that as it stands there, or as it is. */
    private static Stream<String> quotable(String text) {
        List<String> found = new ArrayList<>(List.of(text));
        Matcher json = JSON.matcher(text);
        while (json.find()) {
            if (json.group("number") != null) {
                found.add(json.group("number"));
            } else if (json.group("name") == null) {
                found.add(json.group("text"));
                found.add(unescaped(json.group("text")));
            }
        }
        return found.stream();
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
                .flatMap(FailureReason::texts)
                .flatMap(FailureReason::quotable)
                .filter(secret -> secret.length() >= MIN_LENGTH)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .reduce(text, (rest, secret) -> rest.replace(secret, "[redacted]"));
    }
}
