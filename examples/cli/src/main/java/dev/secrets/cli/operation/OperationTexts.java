package dev.secrets.cli.operation;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** One sentence for each operation and each member, for the usage. */
final class OperationTexts {
    private final Properties texts = new Properties();

    OperationTexts() {
        try (InputStream resource = OperationTexts.class.getResourceAsStream("texts.properties")) {
            if (resource == null) {
                throw new IllegalStateException("The texts of the operations are missing from the jar");
            }
            texts.load(new InputStreamReader(resource, StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Returns the sentence about an operation or a member; empty if there is none. */
    String of(String name) {
        return texts.getProperty(name, "");
    }
}
