package dev.secrets.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.store.file.OnDisk.Events;
import dev.secrets.testing.Sample;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The zeros behind a journal are there while it is written to, mean nothing, and go when the store is closed. */
final class ReserveTest {
    private static final String JOURNAL = FileNames.journal(1);

    private final SimulatedDisk disk = new SimulatedDisk();

    private byte[] journal() {
        return Objects.requireNonNull(disk.files().get(JOURNAL));
    }

    @Test
    void commit_withinTheReserve_leavesTheLengthAsItIs() {
        try (FileSecretStore store = OnDisk.open(disk)) {
            store.commit(Sample.create("a", 100));
            int length = journal().length;
            store.commit(Sample.create("b", 100));

            assertThat(journal()).hasSize(length);
            assertThat(Arrays.copyOfRange(journal(), length - 100, length)).containsOnly(0);
        }
    }

    @Test
    void close_ofTheLastUser_leavesARecordAtTheEnd() {
        try (FileSecretStore store = OnDisk.open(disk)) {
            store.commit(Sample.create("a", 100));
        }

        assertThat(Arrays.copyOfRange(journal(), journal().length - 8, journal().length))
                .as("the end of a digest")
                .isNotEqualTo(new byte[8]);
    }

    /** The first one knows nothing of what the second wrote where the first one's reserve was. */
    @Test
    void close_afterAnotherProcessWrote_cutsNothingOfIt() {
        try (FileSecretStore second = OnDisk.open(disk)) {
            try (FileSecretStore first = OnDisk.open(disk)) {
                first.commit(Sample.create("a", 100));
                second.commit(Sample.create("b", 100));
            }
            assertThat(second.find("b")).isPresent();
            second.commit(Sample.create("c", 100));
        }
        try (FileSecretStore store = OnDisk.open(disk)) {
            assertThat(Sample.contents(store)).containsOnlyKeys("a", "b", "c");
        }
    }

    @Test
    void open_afterAKill_reportsNothingAndGoesOn() {
        Map<String, byte[]> files;
        try (FileSecretStore store = OnDisk.open(disk)) {
            store.commit(Sample.create("a", 100));
            files = disk.files();
        }
        Events events = new Events();
        SimulatedDisk killed = SimulatedDisk.of(files);
        try (FileSecretStore store = OnDisk.open(killed, TestRootKey.FIRST, events.options())) {
            store.commit(Sample.create("b", 2_000));
        }
        assertThat(events.names()).isEmpty();
        try (FileSecretStore store = OnDisk.open(killed)) {
            assertThat(Sample.contents(store)).containsOnlyKeys("a", "b");
        }
    }

    /** Each record has a digest of its own, so that some end with a zero, as the reserve begins. */
    @Test
    void open_withAnUnvouchedRecordThatEndsWithZero_keepsIt() {
        int endingWithZero = 0;
        for (int i = 0; endingWithZero < 3; i++) {
            assertThat(i).as("records of which one in 256 ends with a zero").isLessThan(20_000);
            SimulatedDisk fresh = new SimulatedDisk();
            Map<String, byte[]> before;
            try (FileSecretStore store = OnDisk.openWithoutReserve(fresh)) {
                before = fresh.files();
                store.commit(Sample.create("a", i % 50));
            }
            byte[] written = Objects.requireNonNull(fresh.files().get(JOURNAL));
            if (written[written.length - 1] == 0) {
                endingWithZero++;
                before.put(JOURNAL, Arrays.copyOf(written, written.length + 1000));
                assertKept(before);
            }
        }
    }

    private static void assertKept(Map<String, byte[]> files) {
        Events events = new Events();
        try (FileSecretStore store = OnDisk.open(SimulatedDisk.of(files), TestRootKey.FIRST, events.options())) {
            assertThat(store.find("a")).isPresent();
        }
        assertThat(events.names()).containsExactly(Reports.TAIL_ADOPTED);
    }

    @Test
    void commit_afterHeadWasCutUnderneath_writesItAnew(@TempDir Path temporary) throws IOException {
        Path directory = temporary.resolve("store");
        try (FileSecretStore store = new FileSecretStore(directory, TestRootKey.FIRST)) {
            store.commit(Sample.create("a", 100));
            try (FileChannel head = FileChannel.open(directory.resolve("HEAD"), StandardOpenOption.WRITE)) {
                head.truncate(0);
            }

            assertThat(store.find("a")).isPresent();
            store.commit(Sample.create("b", 100));
        }
        try (FileSecretStore store = new FileSecretStore(directory, TestRootKey.FIRST)) {
            assertThat(Sample.contents(store)).containsOnlyKeys("a", "b");
        }
    }
}
