package dev.secrets.rotation.ssh;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Edits a user's file of authorized keys by commands of any POSIX shell. A line that is added has the options of the line of the key
 * that it replaces, so that a restricted key stays restricted. What is removed goes by a copy that is renamed into place: a crash
 * leaves the old file or the new one.
 */
final class AuthorizedKeys {
    /** What a public key consists of; nothing of it means anything to a shell within quotes. */
    private static final Pattern KEY = Pattern.compile("[a-z0-9@.-]+ [A-Za-z0-9+/=]+");

    private final SshConnection connection;
    private final String file;

    AuthorizedKeys(SshConnection connection, String file) {
        this.connection = connection;
        this.file = file;
    }

    /** Lets the new key in as the old one is, if it is not let in already. */
    void add(String newKey, String oldKey) {
        List<String> lines = connection
                .run("cat " + file)
                .lines()
                .filter(line -> !line.stripLeading().startsWith("#"))
                .toList();
        requireKey(newKey);
        if (lines.stream().noneMatch(line -> line.contains(newKey))) {
            String options = lines.stream()
                    .filter(line -> line.contains(oldKey))
                    .findFirst()
                    .map(line -> line.substring(0, line.indexOf(oldKey)))
                    .orElse("");
            connection.run("umask 077 && { [ -z \"$(tail -c 1 " + file + ")\" ] || echo >> " + file
                    + "; } && printf '%s\\n' " + quoted(options + newKey) + " >> " + file);
        }
    }

    /** Removes every line of the key. */
    void remove(String key, String token) {
        String copy = file + "." + token.replaceAll("[^A-Za-z0-9-]", "");
        connection.run("cp -p " + file + " " + copy + " && { grep -vF " + quoted(requireKey(key)) + " " + file + " > "
                + copy + " || [ $? -eq 1 ]; } && mv -f " + copy + " " + file);
    }

    private static String requireKey(String key) {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("A public key is its type and its Base64");
        }
        return key;
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
