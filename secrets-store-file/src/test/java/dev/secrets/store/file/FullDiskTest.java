package dev.secrets.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.secrets.store.SecretChange;
import dev.secrets.store.StoreUnavailableException;
import dev.secrets.testing.Sample;
import dev.secrets.testing.Sample.Content;
import dev.secrets.testing.Scale;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A real file system of 1 MiB that fills up: refusals say so, reads go on, and when there is room again so do writes. */
@EnabledIf(value = "mayMount", disabledReason = "mounting a tmpfs is not permitted here")
final class FullDiskTest {
    private static final int BALLAST = 200 << 10;

    @TempDir
    static Path mountPoint;

    private final Random random = Scale.random("full disk");
    private final Map<String, Content> acknowledged = new TreeMap<>();
    private int refused;

    static boolean mayMount() throws IOException, InterruptedException {
        Path probe = Files.createTempDirectory("secrets-mount");
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", probe.toString());
        if (mounted) {
            run("umount", probe.toString());
        }
        Files.delete(probe);
        return mounted;
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException notInstalled) {
            return false;
        }
    }

    @BeforeEach
    void mount() throws InterruptedException, IOException {
        assertThat(run("mount", "-t", "tmpfs", "-o", "size=1m,mode=700", "tmpfs", mountPoint.toString()))
                .isTrue();
        Files.write(ballast(), new byte[BALLAST]);
    }

    @AfterEach
    void unmount() throws InterruptedException {
        assertThat(run("umount", mountPoint.toString())).isTrue();
    }

    private static Path ballast() {
        return mountPoint.resolve("ballast");
    }

    private static FileSecretStore open() {
        return new FileSecretStore(mountPoint.resolve("store"), TestRootKey.FIRST);
    }

    @Test
    void commit_untilTheDiskIsFull_isRefusedAndGoesOnWhenThereIsRoom() throws IOException {
        try (FileSecretStore store = open()) {
            fill(store);
            assertThat(Sample.contents(store)).isEqualTo(acknowledged);
            assertThatThrownBy(store::compact).isInstanceOf(StoreUnavailableException.class);
            assertThat(Sample.contents(store)).isEqualTo(acknowledged);
        }
        try (FileSecretStore store = open()) {
            assertThat(Sample.contents(store)).as("opened on the full disk").isEqualTo(acknowledged);
            assertThat(refused).isPositive();
            Files.delete(ballast());
            commit(store, "afterwards", 50_000);
            assertThat(acknowledged).containsKey("afterwards");
        }
        try (FileSecretStore store = open()) {
            assertThat(Sample.contents(store)).isEqualTo(acknowledged);
        }
        System.out.println("Full disk: " + acknowledged.size() + " changes acknowledged, " + refused
                + " refused as retryable, 0 lost, all reads served");
    }

    /** Ever smaller values, until not even a short one has room. */
    private void fill(FileSecretStore store) {
        for (int length = 64 << 10; length >= 16; length /= 2) {
            int before = refused;
            for (int i = 0; refused < before + 3; i++) {
                commit(store, "secret/" + length + "/" + i, length + random.nextInt(length));
                assertThat(store.find(acknowledged.keySet().iterator().next())).isPresent();
            }
        }
    }

    private void commit(FileSecretStore store, String name, int length) {
        SecretChange change = Sample.create(name, length);
        try {
            store.commit(change);
            acknowledged.putAll(Sample.with(Map.of(), name, length));
        } catch (StoreUnavailableException full) {
            refused++;
            assertThat(full)
                    .hasMessageContaining("No space left on device")
                    .hasMessageContaining("Nothing was changed");
            assertThat(full.retryable()).isTrue();
            assertThat(store.find(name)).isEmpty();
        }
    }

    @Test
    void open_newStoreOnAFullDisk_isRefusedUntilThereIsRoom() throws IOException {
        fillWith(mountPoint.resolve("more"));

        StoreUnavailableException full = catchThrowableOfType(StoreUnavailableException.class, FullDiskTest::open);
        assertThat(full).hasMessageContaining("No space left on device");
        assertThat(full.retryable()).isTrue();
        Files.delete(mountPoint.resolve("more"));
        open().close();
    }

    private static void fillWith(Path file) {
        try {
            Files.write(file, new byte[2 << 20]);
        } catch (IOException expected) {
            return;
        }
        throw new UncheckedIOException(new IOException("The disk is not full"));
    }

    @Test
    void open_mountedForReadingAlone_isRefusedForGoodAndSalvageReads() throws InterruptedException {
        Path directory = mountPoint.resolve("store");
        try (FileSecretStore store = open()) {
            store.commit(Sample.create("a", 100));
        }
        assertThat(run("mount", "-o", "remount,ro", mountPoint.toString())).isTrue();

        StoreUnavailableException refused = catchThrowableOfType(StoreUnavailableException.class, FullDiskTest::open);
        assertThat(refused).hasMessageContaining("mounted for reading alone");
        assertThat(refused.retryable()).isFalse();
        try (Salvage salvage = FileSecretStore.salvage(directory, TestRootKey.FIRST, FileStoreOptions.defaults())) {
            assertThat(salvage.report().secrets()).hasSize(1);
        }
    }

    @Test
    void backup_toAFullDisk_isRefusedAndNoStore(@TempDir Path elsewhere) {
        Path target = mountPoint.resolve("backup");
        try (FileSecretStore store = new FileSecretStore(elsewhere.resolve("store"), TestRootKey.FIRST)) {
            store.commit(Sample.create("a", 1 << 20));
            assertThatThrownBy(() -> store.backup(target))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("No space left on device");
            store.commit(Sample.create("b", 100));
        }
        assertThatThrownBy(() -> new FileSecretStore(target, TestRootKey.FIRST))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("incomplete copy");
    }

    /** A torn tail that there is no room to put aside is cut all the same. */
    @Test
    void open_withATornTailOnAFullDisk_opensAndReportsIt() throws IOException {
        try (FileSecretStore store = open()) {
            store.commit(Sample.create("a", 100));
        }
        Path journal = mountPoint.resolve("store/journal-1");
        Files.writeString(journal, "torn".repeat(2000), StandardOpenOption.APPEND);
        fillWith(mountPoint.resolve("more"));
        OnDisk.Events events = new OnDisk.Events();
        Path directory = mountPoint.resolve("store");

        try (FileSecretStore store = new FileSecretStore(directory, TestRootKey.FIRST, events.options())) {
            assertThat(store.find("a")).isPresent();
        }
        assertThat(events.names()).containsExactly(Reports.TORN_TAIL_CUT);
        assertThat(events.all.get(0).detail()).contains("could not be put aside");
    }
}
