package dev.secrets.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.secrets.store.StoreUnavailableException;
import dev.secrets.testing.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Modes, owners and links: only this user's real files, closed to everybody else, whatever the umask. */
final class PermissionsTest {
    @TempDir
    Path temporary;

    private FileSecretStore open() {
        return new FileSecretStore(directory(), TestRootKey.FIRST);
    }

    private Path directory() {
        return temporary.resolve("store");
    }

    private void fill() {
        try (FileSecretStore store = open()) {
            store.commit(Sample.create("a", 100));
            store.compact();
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
    }

    private static void mode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private static List<Path> in(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    private void assertOwnersAlone(Path directory) throws IOException {
        assertThat(mode(directory)).isEqualTo("rwx------");
        assertThat(in(directory)).hasSize(4);
        for (Path file : in(directory)) {
            assertThat(mode(file)).as(file.toString()).isEqualTo("rw-------");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"000", "177", "777"})
    void files_underAnyUmask_areTheOwnersAlone(String umask) throws Exception {
        Process process = StoreJvm.start(
                List.of("sh", "-c", "umask " + umask + "; exec \"$@\"", "sh"), ScriptedWriter.class, directory());

        assertThat(process.inputReader().lines())
                .hasSize(ScriptedWriter.STEPS.size())
                .containsOnly("done");
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertOwnersAlone(directory());
    }

    @Test
    void backup_underTheUsualUmask_isTheOwnersAlone() throws IOException {
        fill();
        try (FileSecretStore store = open()) {
            store.backup(temporary.resolve("backup"));
        }
        new FileSecretStore(temporary.resolve("backup"), TestRootKey.FIRST).close();
        assertOwnersAlone(temporary.resolve("backup"));
    }

    @Test
    void open_emptyDirectoryOpenToOthers_closesItToThem() throws IOException {
        Files.createDirectory(directory());
        mode(directory(), "rwxrwxrwx");
        fill();
        assertOwnersAlone(directory());
    }

    @Test
    void open_directoryThatOthersMayLookInto_closesItToThem() throws IOException {
        fill();
        mode(directory(), "rwxr-xr-x");
        open().close();
        assertOwnersAlone(directory());
    }

    @Test
    void open_directoryThatOthersMayWriteTo_isRefused() throws IOException {
        fill();
        mode(directory(), "rwx-wx---");

        assertThatThrownBy(this::open)
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("chmod 700 " + directory());
    }

    @Test
    void anyUse_ofADirectoryOfSomethingElse_isRefusedAndChangesNothing() throws IOException {
        Path other = Files.createDirectory(temporary.resolve("other"));
        Files.writeString(other.resolve("notes.txt"), "not a store");
        mode(other, "rwxr-xr-x");
        try (FileSecretStore store = open()) {
            List<Runnable> uses = List.of(
                    () -> new FileSecretStore(other, TestRootKey.FIRST),
                    () -> FileSecretStore.openRestored(other, TestRootKey.FIRST, FileStoreOptions.defaults()),
                    () -> FileSecretStore.salvage(other, TestRootKey.FIRST, FileStoreOptions.defaults()),
                    () -> store.backup(other));
            for (Runnable use : uses) {
                assertThatThrownBy(use::run)
                        .isInstanceOf(StoreUnavailableException.class)
                        .matches(refused -> !((StoreUnavailableException) refused).retryable());
            }
        }
        assertThat(mode(other)).isEqualTo("rwxr-xr-x");
        assertThat(in(other)).containsExactly(other.resolve("notes.txt"));
    }

    @Test
    void open_anyFileOpenToOthers_isRefused() throws IOException {
        fill();
        for (Path file : in(directory())) {
            mode(file, "rw-r-----");
            assertThatThrownBy(this::open)
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("chmod 600 " + file);
            mode(file, "rw-------");
        }
        open().close();
    }

    /** The file itself is moved away, so that what the link leads to is right in all but its place. */
    @Test
    void open_anyFileASymbolicLink_isRefused() throws IOException {
        fill();
        for (Path file : in(directory())) {
            Path elsewhere = temporary.resolve("elsewhere");
            Files.move(file, elsewhere);
            Files.createSymbolicLink(file, elsewhere);
            assertThatThrownBy(this::open)
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining(file + " is a symbolic link");
            Files.delete(file);
            Files.move(elsewhere, file);
        }
        open().close();
    }

    /** Links in place of files that are made now and then: nothing is written to where they lead. */
    @Test
    void compact_withLinksPlanted_writesThroughNone() throws IOException {
        fill();
        Path victim = Files.writeString(temporary.resolve("victim"), "untouched");
        try (FileSecretStore store = open()) {
            for (String name : List.of("CURRENT.next", "journal-3")) {
                Files.createSymbolicLink(directory().resolve(name), victim);
            }
            store.compact();
            assertThat(store.find("a")).isPresent();
        }
        assertThat(victim).hasContent("untouched");
        assertOwnersAlone(directory());
    }

    @Test
    void open_directoryASymbolicLink_isRefused() throws IOException {
        Files.createDirectory(temporary.resolve("real"));
        Files.createSymbolicLink(directory(), temporary.resolve("real"));

        assertThatThrownBy(this::open)
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("is a symbolic link");
        assertThat(temporary.resolve("real")).isEmptyDirectory();
    }

    @Test
    void open_aFileInPlaceOfTheDirectory_isRefused() throws IOException {
        Files.writeString(directory(), "a file");

        assertThatThrownBy(this::open)
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("is not a directory");
    }

    @Test
    void open_directoryWithinAFile_isRefused() {
        fill();

        assertThatThrownBy(() -> new FileSecretStore(directory().resolve("missing/store"), TestRootKey.FIRST))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("parent directory does not exist");
    }

    @Test
    void open_whatBelongsToSomebodyElse_isRefused() throws IOException {
        fill();
        UserPrincipal self = Files.getOwner(directory());
        assumeTrue(self.getName().equals("root"), "only root can give files away");
        UserPrincipal nobody =
                directory().getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
        for (Path path :
                List.of(directory(), directory().resolve("CURRENT"), directory().resolve("journal-2"))) {
            Files.setOwner(path, nobody);
            assertThatThrownBy(this::open)
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining(path + " belongs to nobody")
                    .hasMessageContaining("chown root");
            Files.setOwner(path, self);
        }
        open().close();
    }
}
