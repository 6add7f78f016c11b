package dev.secrets.cli.operation;

import dev.secrets.cli.shell.UsageException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import picocli.CommandLine.ITypeConverter;

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

    /** Reads a format's name. No lambda, since the archive of classes takes none of an interface as old as picocli's. */
    static final class Names implements ITypeConverter<BinaryFormat> {
        @Override
        public BinaryFormat convert(String name) {
            for (BinaryFormat format : values()) {
                if (format.name.equals(name)) {
                    return format;
                }
            }
            throw new UsageException(
                    "argument " + RequestOptions.BINARY_FORMAT + ": it is neither base64 nor raw-in-base64-out");
        }
    }

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
