package dev.secrets.cli.shell;

/** Says with commands what messages of the library say with its methods. */
public final class CommandWords {
    private CommandWords() {}

    /** Returns the message as who uses the command can follow it. */
    public static String of(String message) {
        return message.replace("FileSecretStore.openRestored", "secrets open-restored")
                .replace("FileSecretStore.salvage", "secrets salvage")
                .replace("call createSchema()", "call secrets init");
    }
}
