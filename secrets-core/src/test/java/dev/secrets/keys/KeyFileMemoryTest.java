package dev.secrets.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.testing.ChildJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What another process has of a key file in its memory, garbage included, after it has opened and closed it. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class KeyFileMemoryTest {
    @TempDir
    Path directory;

    @Test
    void open_thenClose_leavesNoTextOfTheKey() throws Exception {
        Path file = directory.resolve("root.key");
        Path dump = directory.resolve("heap.hprof");
        KeyFileRootKey.create(file).close();
        Process child = ChildJvm.start(OpenedAndClosed.class, file);
        try {
            assertThat(child.inputReader().readLine()).isEqualTo("closed");
            dump(child, dump);
        } finally {
            child.destroy();
        }

        String heap = Files.readString(dump, StandardCharsets.ISO_8859_1);
        String key = Files.readAllLines(file).get(1).substring("key ".length());
        assertThat(heap.contains(file.toString())).as("a dump of that process").isTrue();
        assertThat(heap.contains(key)).as("the key's digits are in it").isFalse();
    }

    private static void dump(Process process, Path to) throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process dumping = new ProcessBuilder(jcmd, String.valueOf(process.pid()), "GC.heap_dump", "-all", to.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(dumping.waitFor()).isZero();
    }

    /** Waits afterwards until it is ended. */
    static final class OpenedAndClosed {
        private OpenedAndClosed() {}

        public static void main(String[] args) throws IOException {
            KeyFileRootKey.open(Path.of(args[0])).close();
            System.out.println("closed");
            System.in.read();
        }
    }
}
