package dev.secrets.cli.rotators;

import dev.secrets.SecretsManager;
import dev.secrets.cli.json.JsonReading;
import dev.secrets.cli.json.JsonSyntaxException;
import dev.secrets.cli.shell.ConfigurationException;
import dev.secrets.rotation.Rotator;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which rotator serves which {@code RotationLambdaARN}: a JSON object with a member for each. The forms of a rotator:
 *
 * <pre>{@code
 * {"rotator": "generated", "passwordLength": 40}
 * {"rotator": "postgres-single-user"}       also mysql-single-user, postgres-alternating-users, mysql-alternating-users
 * {"rotator": "oauth-refresh-token", "tokenEndpoint": "https://login/token", "clientAuthentication": "client_secret_basic"}
 * {"rotator": "ssh-key-pair", "host": "h", "port": 22, "username": "u", "hostKey": "ssh-ed25519 AAAA...",
 *  "authorizedKeysFile": ".ssh/authorized_keys", "keyType": "ed25519"}
 * {"command": ["python3", "function.py"], "environment": {"NAME": "value"}, "timeoutSeconds": 30}
 * {"url": "http://127.0.0.1:4711/", "timeoutSeconds": 30}
 * }</pre>
 *
 * Every one may have {@code timeoutSeconds}, and none a member that it does not know. Immutable.
 */
public final class RotatorsFile {
    private final Map<String, Map<?, ?>> entries;

    private RotatorsFile(Map<String, Map<?, ?>> entries) {
        this.entries = entries;
    }

    /** Returns a file without rotators. */
    public static RotatorsFile empty() {
        return new RotatorsFile(Map.of());
    }

    /** @throws ConfigurationException if the file can't be read, or is not of this form */
    public static RotatorsFile read(Path file) {
        try {
            Map<String, Map<?, ?>> entries = new LinkedHashMap<>();
            JsonReading.object(Files.readString(file)).forEach((name, entry) -> entries.put(name, object(name, entry)));
            RotatorsFile rotators = new RotatorsFile(entries);
            entries.forEach(RotatorsFile::requireKnown);
            return rotators;
        } catch (IOException unreadable) {
            throw new ConfigurationException("The rotators file " + file + " can't be read", unreadable);
        } catch (JsonSyntaxException malformed) {
            throw new ConfigurationException("The rotators file " + file + ": " + malformed.getMessage(), malformed);
        }
    }

    private static Map<?, ?> object(String name, @Nullable Object entry) {
        if (entry instanceof Map<?, ?> members) {
            return members;
        }
        throw new ConfigurationException("The rotator " + name + " must be a JSON object");
    }

    private static void requireKnown(String name, Map<?, ?> entry) {
        long forms = List.of("rotator", "command", "url").stream()
                .filter(entry::containsKey)
                .count();
        if (forms != 1) {
            throw new ConfigurationException("The rotator " + name + " must have one of rotator, command and url");
        }
    }

    /** Returns the names that are served. */
    public Set<String> names() {
        return entries.keySet();
    }

    /**
     * Returns the rotators by name.
     *
     * @param secrets where rotators find the secrets of superusers
     * @param credentials what functions get
     * @throws ConfigurationException if an entry is not of the form
     */
    public Map<String, Rotator> rotators(SecretsManager secrets, FunctionCredentials credentials) {
        Map<String, Rotator> rotators = new LinkedHashMap<>();
        entries.forEach((name, members) -> {
            try {
                RotatorEntry entry = new RotatorEntry(members);
                rotators.put(name, rotator(entry, secrets, credentials));
                entry.requireAllRead();
            } catch (IllegalArgumentException malformed) {
                throw new ConfigurationException(
                        "The rotator " + name + " is not of a known form: " + malformed.getMessage(), malformed);
            }
        });
        return rotators;
    }

    private static Rotator rotator(RotatorEntry entry, SecretsManager secrets, FunctionCredentials credentials) {
        if (entry.has("command")) {
            return new ProcessRotator(
                    entry.texts("command"), entry.textMap("environment"), entry.timeout(), credentials);
        }
        return entry.has("url")
                ? new HttpRotator(URI.create(entry.text("url")), entry.timeout())
                : BuiltInRotators.rotator(entry, secrets);
    }
}
