package dev.secrets.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AbandonedPipeTest {
    @TempDir
    private Path directory;

    private static OutputStream failing(String reason, Path device) {
        OutputStream out = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(reason);
            }
        };
        return new AbandonedPipe(out, device);
    }

    @Test
    void write_toAClosedPipe_isDroppedInEveryLanguage() throws Exception {
        Path pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        OutputStream out = failing("Tuber\u00eda rota", pipe);

        assertThatCode(() -> {
                    out.write('a');
                    out.write('b');
                })
                .doesNotThrowAnyException();
    }

    @Test
    void write_toAFullDisk_fails() throws IOException {
        OutputStream out = failing("No space left on device", Files.createFile(directory.resolve("answer")));

        assertThatThrownBy(() -> out.write('a')).hasMessage("No space left on device");
    }
}
