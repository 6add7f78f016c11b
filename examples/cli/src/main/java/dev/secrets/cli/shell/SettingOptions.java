package dev.secrets.cli.shell;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The settings as options of a command. */
public final class SettingOptions {
    private static final String CONFIGURATION = "--config";

    private SettingOptions() {}

    /** Adds an option for each setting, and one for the configuration file. */
    public static void addTo(CommandSpec command) {
        for (Setting setting : Setting.values()) {
            command.addOption(option(setting.option(), setting.label(), setting.description()));
        }
        command.addOption(
                option(CONFIGURATION, "FILE", "The file with settings; ~/.config/secrets/config if not set."));
    }

    private static OptionSpec option(String name, String label, String description) {
        return OptionSpec.builder(name)
                .type(String.class)
                .paramLabel(label)
                .description(description)
                .build();
    }

    /**
     * Returns the settings of a command line.
     *
     * @throws ConfigurationException if the configuration file can't be read
     */
    public static Settings settings(ParseResult line, Shell shell) {
        return Settings.of(setting -> value(line, setting.option()), value(line, CONFIGURATION), shell.environment());
    }

    private static Optional<String> value(ParseResult line, String option) {
        @Nullable String value = line.matchedOptionValue(option, (String) null);
        return Optional.ofNullable(value);
    }
}
