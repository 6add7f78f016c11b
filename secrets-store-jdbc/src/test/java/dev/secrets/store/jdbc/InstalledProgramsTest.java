package dev.secrets.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What counts as a server that is installed. */
final class InstalledProgramsTest {
    @TempDir
    Path machine;

    private Path directory(String name) throws IOException {
        return Files.createDirectories(machine.resolve(name));
    }

    private static void program(Path path, String permissions) throws IOException {
        Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
    }

    @Test
    void directory_withAllProgramsThatCanBeRun_isFound() throws IOException {
        Path half = directory("half");
        program(half.resolve("initdb"), "rwxr-xr-x");
        program(half.resolve("postgres"), "rw-r--r--");
        Path whole = directory("whole");
        program(whole.resolve("initdb"), "rwxr-xr-x");
        program(whole.resolve("postgres"), "rwxr-xr-x");
        InstalledPrograms programs = new InstalledPrograms(List.of(machine.resolve("absent"), half, whole));
        assertThat(programs.directoryOf("initdb", "postgres")).contains(whole);
    }

    @Test
    void link_toWhatIsNoLongerThere_isNotFound() throws IOException {
        Path left = directory("left");
        Files.createSymbolicLink(left.resolve("postgres"), machine.resolve("removed"));
        assertThat(new InstalledPrograms(List.of(left)).directoryOf("postgres")).isEmpty();
    }
}
