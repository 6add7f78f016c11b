package dev.secrets.cli.operation;

import dev.secrets.cli.shell.Shell;
import dev.secrets.cli.shell.UsageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the text of an argument comes from: from the command line itself, from a file ({@code file://} for text, {@code fileb://}
 * for bytes), or for a secret value from standard input ({@code -}), so that it need not stand in the command line, which other
 * users of the machine can read.
 */
final class ArgumentText {
    private static final String TEXT_FILE = "file://";
    private static final String BYTES_FILE = "fileb://";
    private static final String STANDARD_INPUT = "-";

    private final Shell shell;

    ArgumentText(Shell shell) {
        this.shell = shell;
    }

    /** Returns the text that an argument stands for. */
    String text(String option, String argument) {
        return external(option, argument).map(bytes -> decoded(option, bytes)).orElse(argument);
    }

    /** Returns the text that an argument stands for, where it may also stand for standard input. */
    String secretText(String option, String argument) {
        return argument.equals(STANDARD_INPUT)
                ? decoded(option, shell.readSecret("Value of " + option))
                : text(option, argument);
    }

    /** Returns the bytes that the argument names; empty if it is a text that stands for itself. */
    Optional<byte[]> bytes(String option, String argument) {
        if (argument.equals(STANDARD_INPUT)) {
            return Optional.of(shell.readSecret("Value of " + option));
        }
        return argument.startsWith(BYTES_FILE) ? external(option, argument) : Optional.empty();
    }

    private Optional<byte[]> external(String option, String argument) {
        if (argument.startsWith(TEXT_FILE)) {
            return Optional.of(read(option, argument.substring(TEXT_FILE.length())));
        }
        if (argument.startsWith(BYTES_FILE)) {
            return Optional.of(read(option, argument.substring(BYTES_FILE.length())));
        }
        return Optional.empty();
    }

    private byte[] read(String option, String file) {
        try {
            return Files.readAllBytes(Path.of(expanded(file)));
        } catch (IOException | InvalidPathException unreadable) {
            throw new UsageException("Error parsing parameter '" + option + "': Unable to load paramfile " + file);
        }
    }

    private String expanded(String file) {
        return file.startsWith("~/") ? shell.environment().getOrDefault("HOME", "~") + file.substring(1) : file;
    }

    private static String decoded(String option, byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException noText) {
            throw new UsageException("Error parsing parameter '" + option
                    + "': The input is not text in UTF-8; for bytes use" + " --secret-binary fileb://FILE");
        }
    }
}
