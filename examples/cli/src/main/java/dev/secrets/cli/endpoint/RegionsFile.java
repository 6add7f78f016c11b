package dev.secrets.cli.endpoint;

import dev.secrets.cli.json.JsonReading;
import dev.secrets.cli.json.JsonSyntaxException;
import dev.secrets.cli.shell.ConfigurationException;
import dev.secrets.cli.shell.Setting;
import dev.secrets.cli.shell.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which store and which root key a region has: a JSON object with a member for each region, whose members are named like entries of
 * the configuration file.
 *
 * <pre>{@code
 * {"eu-west-1": {"store": "file:/srv/dublin", "root-key-file": "/etc/secrets/dublin.key"},
 *  "eu-central-1": {"store": "jdbc:postgresql://db/secrets", "passphrase-file": "/etc/secrets/frankfurt"}}
 * }</pre>
 */
final class RegionsFile {
    private static final Set<Setting> MEMBERS =
            EnumSet.of(Setting.STORE, Setting.ROOT_KEY_FILE, Setting.PASSPHRASE_FILE);

    private final Path file;
    private final Map<String, Settings> regions = new LinkedHashMap<>();

    /** @throws ConfigurationException if the file can't be read, or is not of this form */
    RegionsFile(Path file) {
        this.file = file;
        try {
            JsonReading.object(Files.readString(file))
                    .forEach((name, entry) -> regions.put(name, settings(name, entry)));
        } catch (IOException unreadable) {
            throw new ConfigurationException("The regions file " + file + " can't be read", unreadable);
        } catch (JsonSyntaxException malformed) {
            throw new ConfigurationException("The regions file " + file + ": " + malformed.getMessage(), malformed);
        }
    }

    private Settings settings(String name, @Nullable Object entry) {
        if (!(entry instanceof Map<?, ?> members)) {
            throw refused(name, "is no JSON object");
        }
        Map<Setting, String> known = new LinkedHashMap<>();
        members.forEach((member, value) -> known.put(setting(name, member), text(name, member, value)));
        if (!known.containsKey(Setting.STORE)) {
            throw refused(name, "has no member store");
        }
        return Settings.of(setting -> Optional.ofNullable(known.get(setting)), Optional.empty(), Map.of());
    }

    private Setting setting(String name, Object member) {
        return MEMBERS.stream()
                .filter(setting -> setting.key().equals(member))
                .findFirst()
                .orElseThrow(() -> refused(
                        name,
                        "has an unknown member " + member + "; there are store, root-key-file and passphrase-file"));
    }

    private String text(String name, Object member, @Nullable Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw refused(name, "has a member " + member + " that is no text");
    }

    private ConfigurationException refused(String region, String problem) {
        return new ConfigurationException("The regions file " + file + ": " + region + " " + problem);
    }

    /** Returns where each region is. */
    Map<String, Settings> regions() {
        return regions;
    }
}
