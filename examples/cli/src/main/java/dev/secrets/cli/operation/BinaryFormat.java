package dev.secrets.cli.operation;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** How an argument in the command line stands for bytes: the AWS CLI's {@code --cli-binary-format}. */
enum BinaryFormat {
    /** The text is base64. */
    BASE64("base64") {
        @Override
        byte[] bytes(String text) {
            return Base64.getDecoder().decode(text.replaceAll("\\s", ""));
        }
    },
    /** The text is the bytes, in UTF-8. */
    RAW("raw-in-base64-out") {
        @Override
        byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    };

    private final String name;

    BinaryFormat(String name) {
        this.name = name;
    }

    /** @throws IllegalArgumentException if the text is not what the format says */
    abstract byte[] bytes(String text);

    @Override
    public String toString() {
        return name;
    }
}
