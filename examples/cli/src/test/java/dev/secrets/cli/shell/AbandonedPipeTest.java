package dev.secrets.cli.shell;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;

final class AbandonedPipeTest {
    private static OutputStream failing(String reason) {
        return new AbandonedPipe(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(reason);
            }
        });
    }

    @Test
    void write_toAClosedPipe_isDropped() {
        OutputStream out = failing("Broken pipe");

        assertThatCode(() -> {
                    out.write('a');
                    out.write('b');
                })
                .doesNotThrowAnyException();
    }

    @Test
    void write_toAFullDisk_fails() {
        OutputStream out = failing("No space left on device");

        assertThatThrownBy(() -> out.write('a')).hasMessage("No space left on device");
    }
}
