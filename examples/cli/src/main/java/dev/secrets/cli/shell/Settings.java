package dev.secrets.cli.shell;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;

/** The settings of one command: from its options, else the environment, else the configuration file. Immutable. */
public final class Settings {
    private static final String FILE_VARIABLE = "SECRETS_CONFIG";

    private final Function<Setting, Optional<String>> options;
    private final Map<String, String> environment;
    private final Properties file;

    private Settings(Function<Setting, Optional<String>> options, Map<String, String> environment, Properties file) {
        this.options = options;
        this.environment = environment;
        this.file = file;
    }

    /**
     * Gathers the settings. The configuration file is the one that the option or {@code SECRETS_CONFIG} names, else
     * {@code ~/.config/secrets/config} if it is there. It has lines like {@code store = file:/var/lib/secrets}.
     *
     * @param options what the command line says
     * @param configurationFile what the command line says about the file
     * @param environment the environment's variables
     * @throws ConfigurationException if the file can't be read, or has an entry that is no setting
     */
    public static Settings of(
            Function<Setting, Optional<String>> options,
            Optional<String> configurationFile,
            Map<String, String> environment) {
        Optional<Path> named = configurationFile
                .or(() -> Optional.ofNullable(environment.get(FILE_VARIABLE)))
                .filter(name -> !name.isEmpty())
                .map(Path::of);
        return new Settings(options, environment, read(named.or(() -> usual(environment))));
    }

    private static Optional<Path> usual(Map<String, String> environment) {
        return Optional.ofNullable(environment.get("HOME"))
                .map(home -> Path.of(home, ".config", "secrets", "config"))
                .filter(Files::exists);
    }

    private static Properties read(Optional<Path> file) {
        Properties entries = new Properties();
        if (file.isPresent()) {
            try (Reader reader = Files.newBufferedReader(file.get(), StandardCharsets.UTF_8)) {
                entries.load(reader);
            } catch (IOException | IllegalArgumentException unreadable) {
                throw new ConfigurationException("The configuration file " + file.get() + " can't be read", unreadable);
            }
            entries.stringPropertyNames().forEach(name -> requireKnown(name, file.get()));
        }
        return entries;
    }

    private static void requireKnown(String name, Path file) {
        for (Setting setting : Setting.values()) {
            if (setting.key().equals(name)) {
                return;
            }
        }
        throw new ConfigurationException("The configuration file " + file + " has an unknown entry: " + name);
    }

    /** Returns these settings, and others for what is not set here. */
    public Settings or(Settings others) {
        return new Settings(setting -> get(setting).or(() -> others.get(setting)), Map.of(), new Properties());
    }

    /** Returns a setting; an empty text is none. */
    public Optional<String> get(Setting setting) {
        return options.apply(setting)
                .or(() -> Optional.ofNullable(environment.get(setting.variable())))
                .or(() -> Optional.ofNullable(file.getProperty(setting.key())))
                .filter(value -> !value.isEmpty());
    }

    /**
     * Returns a setting that the command can't do without.
     *
     * @throws ConfigurationException if it is missing; the message says how to set it
     */
    public String require(Setting setting) {
        return get(setting)
                .orElseThrow(() -> new ConfigurationException("No " + setting.key() + " is set: use " + setting.option()
                        + " " + setting.label() + ", the environment's " + setting.variable() + ", or " + setting.key()
                        + " = ... in ~/.config/secrets/config"));
    }
}
