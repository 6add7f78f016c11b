package dev.secrets.cli.endpoint;

import dev.secrets.EmbeddedOptions;
import dev.secrets.cli.shell.ConfigurationException;
import dev.secrets.cli.shell.Setting;
import dev.secrets.cli.shell.Settings;
import dev.secrets.cli.shell.Shell;
import dev.secrets.cli.store.StoreKeys;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of the regions that have stores of their own.
 *
 * @param home of the home region; what they leave open may be in the file of the regions
 * @param others of the others
 */
record ServedRegions(Settings home, Map<String, Settings> others) {
    /** @throws ConfigurationException if the file can't be read, or contradicts the settings */
    static ServedRegions of(Settings settings, Optional<Path> file) {
        Map<String, Settings> others = new LinkedHashMap<>();
        file.ifPresent(path -> others.putAll(new RegionsFile(path).regions()));
        String name =
                settings.get(Setting.REGION).orElse(EmbeddedOptions.defaults().region());
        Settings inFile = others.remove(name);
        return new ServedRegions(inFile == null ? settings : merged(name, settings, inFile), others);
    }

    private static Settings merged(String name, Settings settings, Settings inFile) {
        String store = inFile.require(Setting.STORE);
        if (!settings.get(Setting.STORE).orElse(store).equals(store)) {
            throw new ConfigurationException(
                    "The store of " + name + " is another in the regions file than the one that is set");
        }
        return settings.or(inFile);
    }

    /** Opens the others. */
    Map<String, StoreKeys> open(Shell shell) {
        Map<String, StoreKeys> opened = new LinkedHashMap<>();
        try {
            others.forEach((name, settings) -> opened.put(name, StoreKeys.open(settings, shell)));
            return opened;
        } catch (RuntimeException failure) {
            opened.values().forEach(StoreKeys::close);
            throw failure;
        }
    }
}
