package dev.secrets.store.file.fs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.store.file.fs.DirectoryNames.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a look at a directory tells of its names, on the real file system; for this clock, all that happens is long past. */
final class DirectoryNamesTest {
    private static final InstantSource LATER = InstantSource.offset(InstantSource.system(), Duration.ofHours(1));

    @TempDir
    Path temporary;

    private Path directory;
    private Path file;
    private DirectoryNames names;

    @BeforeEach
    void fill() throws IOException {
        directory = Files.createDirectory(temporary.resolve("store"));
        file = Files.writeString(directory.resolve("journal-1"), "records");
        names = new DirectoryNames(directory, LATER);
    }

    private Optional<State> look() throws IOException {
        names.look();
        return names.seen();
    }

    @Test
    void look_whileOnlyFilesAreWritten_staysTheSame() throws IOException {
        Optional<State> before = look();
        Files.writeString(file, "more records");

        assertThat(before).isPresent();
        assertThat(look()).isEqualTo(before);
    }

    @Test
    void look_afterAChangeOfNames_isAnother() throws IOException {
        Path aside = temporary.resolve("aside");
        assertAnotherAfter(() -> Files.createFile(directory.resolve("new")));
        assertAnotherAfter(() -> Files.delete(directory.resolve("new")));
        assertAnotherAfter(
                () -> Files.copy(file, aside), () -> Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE));
        assertAnotherAfter(() -> Files.move(file, aside));
        assertAnotherAfter(() -> Files.copy(aside, file));
    }

    /** Tools that restore files set the times of the directory back too. */
    @Test
    void look_afterAFileWasReplacedAndTheTimeSetBack_isAnother() throws IOException {
        FileTime modified = Files.getLastModifiedTime(directory);
        assertAnotherAfter(
                () -> Files.copy(file, temporary.resolve("aside")),
                () -> Files.move(temporary.resolve("aside"), file, StandardCopyOption.ATOMIC_MOVE),
                () -> Files.setLastModifiedTime(directory, modified));
        assertThat(Files.getLastModifiedTime(directory)).isEqualTo(modified);
    }

    @Test
    void look_atAnotherDirectoryOfTheName_isAnother() throws IOException {
        assertAnotherAfter(
                () -> Files.move(directory, temporary.resolve("aside")), () -> Files.createDirectory(directory));
    }

    @Test
    void look_atADirectoryThatIsGone_tellsNothing() throws IOException {
        Files.delete(file);
        Files.delete(directory);

        assertThat(look()).isEmpty();
    }

    /** Another change within the same tick of the system's clock would not show. */
    @Test
    void look_rightAfterAChange_tellsNothing() throws IOException {
        Instant now = Instant.now();
        names = new DirectoryNames(directory, () -> now);
        Files.createFile(directory.resolve("new"));

        assertThat(look()).isEmpty();
    }

    @Test
    void isSettled_ofATimeInWholeSeconds_isNever() {
        Instant second = Instant.ofEpochSecond(1_700_000_000);

        assertThat(DirectoryNames.isSettled(second, second.plusSeconds(60))).isFalse();
        assertThat(DirectoryNames.isSettled(second.plusNanos(1), second.plusSeconds(60)))
                .isTrue();
    }

    private void assertAnotherAfter(Change... changes) throws IOException {
        Optional<State> before = look();
        FileTimes.awaitTick(directory);
        for (Change change : changes) {
            change.make();
        }
        assertThat(look()).isPresent().isNotEqualTo(before);
    }

    private interface Change {
        void make() throws IOException;
    }
}
