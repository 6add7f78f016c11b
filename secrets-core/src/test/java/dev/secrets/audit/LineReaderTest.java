package dev.secrets.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LineReaderTest {
    @TempDir
    Path directory;

    @Test
    void next_fileGrowsBehindItsEnd_endsThereNevertheless() throws IOException {
        Path file = Files.writeString(directory.resolve("lines"), "one\ntw");
        try (LineReader reader = new LineReader(file)) {
            assertThat(reader.next().orElseThrow().bytes()).asString().isEqualTo("one");
            LineReader.Raw unfinished = reader.next().orElseThrow();
            assertThat(unfinished.ended()).isFalse();
            assertThat(unfinished.bytes()).asString().isEqualTo("tw");

            Files.writeString(file, "o\nthree\n", StandardOpenOption.APPEND);

            assertThat(reader.next()).isEmpty();
        }
    }
}
