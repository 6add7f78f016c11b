package dev.secrets.store.file.fs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a path still means the same file, both when a look at the directory can tell and when it can't. */
final class FileIdentityTest {
    private static final InstantSource SETTLED = InstantSource.offset(InstantSource.system(), Duration.ofHours(1));
    private static final InstantSource UNSETTLED = InstantSource.offset(InstantSource.system(), Duration.ofHours(-1));

    @TempDir
    Path directory;

    @Test
    void isUnchanged_tellsWhatWasDoneToTheName() throws IOException {
        for (InstantSource clock : List.of(SETTLED, UNSETTLED)) {
            Path file = Files.writeString(directory.resolve("journal-1"), "records");
            Path aside = directory.resolve("aside");
            DirectoryNames names = new DirectoryNames(directory, clock);
            FileIdentity identity = new FileIdentity(file, names);

            assertThat(isUnchanged(identity, names)).isTrue();
            Files.writeString(file, "more records");
            assertThat(isUnchanged(identity, names)).isTrue();

            Files.copy(file, aside);
            assertThat(isUnchanged(identity, names)).as("another name").isTrue();
            Files.move(file, directory.resolve("kept"));
            assertThat(isUnchanged(identity, names)).as("deleted").isFalse();
            Files.move(aside, file);
            assertThat(isUnchanged(identity, names)).as("replaced").isFalse();
            assertThat(isUnchanged(identity, names)).as("still replaced").isFalse();
            Files.move(directory.resolve("kept"), file, StandardCopyOption.ATOMIC_MOVE);
            assertThat(isUnchanged(identity, names)).as("back again").isTrue();
        }
    }

    /** Whatever happens next is given another time. */
    private boolean isUnchanged(FileIdentity identity, DirectoryNames names) throws IOException {
        names.look();
        boolean unchanged = identity.isUnchanged();
        FileTimes.awaitTick(directory);
        return unchanged;
    }
}
