package dev.secrets.cli.shell;

import java.util.Locale;

/**
 * What most commands need to know. Each has one name in three spellings: the option {@code --root-key-file}, the variable
 * {@code SECRETS_ROOT_KEY_FILE} and the entry {@code root-key-file} of the configuration file, which is looked for in this order.
 */
public enum Setting {
    /** Where the secrets are. */
    STORE("URL", "Where the secrets are: memory:, file:DIRECTORY or jdbc:URL."),
    /** The root key in a file. */
    ROOT_KEY_FILE("FILE", "The file with the root key of the store."),
    /** The root key as a passphrase. */
    PASSPHRASE_FILE("FILE", "The file with the passphrase that is the root key of the store; - asks for it."),
    /** What callers may do. */
    POLICIES("DIRECTORY", "The identity policies of callers, one JSON file for each."),
    /** The audit trail. */
    AUDIT("DIRECTORY", "Where to write the audit trail; there is none without it."),
    /** The account. */
    ACCOUNT("ID", "The account that owns the store, 12 digits; 000000000000 if not set."),
    /** The region. */
    REGION("NAME", "The region of the store; us-east-1 if not set."),
    /** The rotators. */
    ROTATORS("FILE", "Which rotator serves which RotationLambdaARN.");

    private final String label;
    private final String description;

    Setting(String label, String description) {
        this.label = label;
        this.description = description;
    }

    /** Returns the name in the configuration file. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the name of the option. */
    public String option() {
        return "--" + key();
    }

    /** Returns the name of the environment's variable. */
    public String variable() {
        return "SECRETS_" + name();
    }

    /** Returns what stands for the value in the usage. */
    public String label() {
        return label;
    }

    /** Returns what it is, for the usage. */
    public String description() {
        return description;
    }
}
