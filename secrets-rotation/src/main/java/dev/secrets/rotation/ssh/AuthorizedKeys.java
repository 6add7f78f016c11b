package dev.secrets.rotation.ssh;

import dev.secrets.rotation.RotationException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Edits a user's file of authorized keys by commands of any POSIX shell. The lines that are added have the options of those of the
 * key that they replace, so that a restricted key stays restricted. What is removed goes by a copy that is renamed into place: a crash
 * leaves the old file or the new one.
 *
 * <p>Lines are read as OpenSSH's server reads them: options if there are any, type, Base64 and comment, with blanks and tabs
 * between; options may hold blanks within double quotes (sshd(8), "AUTHORIZED_KEYS FILE FORMAT"). A key is found by its Base64 in
 * that place alone: others may quote it in theirs. Text is bytes here, one character each, whatever encoding the file has.
 */
final class AuthorizedKeys {
    /** What a public key consists of. */
    private static final Pattern KEY = Pattern.compile("[a-z0-9@.-]+ ([A-Za-z0-9+/=]+)");

    private static final String BLANKS = "[ \\t]+";

    /** Ends at the first blank that is not within quotes. A quote after a backslash is none. */
    private static final String OPTIONS = "(?:[^ \\t\"\\\\]++|\\\\\"?+|\"(?:[^\"\\\\]++|\\\\\"?+)*+\")++";

    /** All of them have a hyphen, which Base64 has not: what follows a key is never taken for another. */
    private static final String TYPE = "[A-Za-z0-9]+-[A-Za-z0-9@.-]+";

    private static final String PLAIN = "[A-Za-z0-9 =+/.,:@_]";

    private final SshConnection connection;
    private final String file;

    AuthorizedKeys(SshConnection connection, String file) {
        this.connection = connection;
        this.file = file;
    }

    /**
     * Lets the new key in as the old one is, if it is not let in already: with a line for each of the old key's, because a key may
     * have several, each with the options for one kind of caller.
     *
     * @throws RotationException if the old key is not in the file: it is let in by something else, with options that nobody knows here
     */
    void add(String newKey, String oldKey) {
        List<String> lines = lines();
        List<String> given = options(lines, newKey);
        List<String> wanted = options(lines, oldKey);
        if (given.isEmpty() && wanted.isEmpty()) {
            throw RotationException.permanent("The key that logs in is not in the account's file of"
                    + " authorized keys: its options are unknown, and it could not be removed");
        }
        append(wanted.stream()
                .filter(options -> !given.contains(options))
                .map(options -> options + newKey)
                .toList());
    }

    /** Begins a new line if the file does not end with one. */
    private void append(List<String> lines) {
        if (!lines.isEmpty()) {
            String texts = lines.stream().map(line -> " " + quoted(line)).collect(Collectors.joining());
            connection.run("umask 077 && { [ -z \"$(tail -c 1 " + file + ")\" ] || echo >> " + file
                    + "; } && printf '%s\\n'" + texts + " >> " + file);
        }
    }

    /** Removes every line of the key. A link to a file stays one. */
    void remove(String key, String token) {
        List<String> doomed = lines().stream()
                .filter(line -> options(line, key).isPresent())
                .distinct()
                .toList();
        if (!doomed.isEmpty()) {
            String patterns = doomed.stream().map(line -> " -e " + quoted(line)).collect(Collectors.joining());
            connection.run("file=" + file + " && { [ ! -L \"$file\" ] || file=$(readlink -f \"$file\"); }"
                    + " && copy=\"$file\"." + token.replaceAll("[^A-Za-z0-9-]", "")
                    + " && cp -p \"$file\" \"$copy\""
                    + " && { LC_ALL=C grep -vxF" + patterns + " \"$file\" > \"$copy\" || [ $? -eq 1 ]; }"
                    + " && mv -f \"$copy\" \"$file\"");
        }
    }

    /** A line may end with a carriage return; grep would take a file with zeros for binary, and print none of it. */
    private List<String> lines() {
        String text = connection.run("cat " + file);
        if (text.indexOf('\0') >= 0) {
            throw RotationException.permanent("The account's file of authorized keys is no text");
        }
        return List.of(text.split("\n"));
    }

    private static List<String> options(List<String> lines, String key) {
        return lines.stream()
                .flatMap(line -> options(line, key).stream())
                .distinct()
                .toList();
    }

    /** Returns the options, with the blanks that end them, if the line is the key's. */
    private static Optional<String> options(String line, String key) {
        Matcher found = Pattern.compile(
                        "[ \\t]*+(?!#)((?:" + OPTIONS + BLANKS + ")?)" + TYPE + BLANKS + Pattern.quote(base64(key))
                                + "(?:[ \\t\\r].*)?",
                        Pattern.DOTALL)
                .matcher(line);
        return found.matches() ? Optional.of(found.group(1)) : Optional.empty();
    }

    private static String base64(String key) {
        Matcher parts = KEY.matcher(key);
        if (!parts.matches()) {
            throw new IllegalArgumentException("A public key is its type and its Base64");
        }
        return parts.group(1);
    }

    /** The command itself is ASCII, so that no encoding on the way changes a byte. */
    private static String quoted(String text) {
        String octal = text.chars()
                .mapToObj(
                        c -> Character.toString(c).matches(PLAIN) ? Character.toString(c) : String.format("\\%03o", c))
                .collect(Collectors.joining());
        return "\"$(printf '" + octal + "')\"";
    }
}
