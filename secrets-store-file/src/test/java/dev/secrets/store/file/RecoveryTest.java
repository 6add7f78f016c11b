package dev.secrets.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.secrets.store.StoreUnavailableException;
import dev.secrets.store.file.OnDisk.Events;
import dev.secrets.store.file.SimulatedDisk.Fault;
import dev.secrets.store.file.fs.ReadableFile;
import dev.secrets.store.file.fs.StoreFile;
import dev.secrets.testing.Sample;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A process meets what another one wrote, or left half-done. */
final class RecoveryTest {
    private final SimulatedDisk disk = new SimulatedDisk();
    private final Events events = new Events();
    private final Set<String> refused = new HashSet<>();

    /** A process that once has no descriptor left when it would open a file. */
    private FileSecretStore openShortOfDescriptors() {
        return OnDisk.open(
                new ForwardingFs(disk.mount()) {
                    @Override
                    public StoreFile open(String name) throws IOException {
                        refuseOnce(name);
                        return super.open(name);
                    }

                    @Override
                    public ReadableFile openToRead(String name) throws IOException {
                        refuseOnce(name);
                        return super.openToRead(name);
                    }
                },
                events.options());
    }

    private void refuseOnce(String name) throws FileSystemException {
        if (refused.remove(name)) {
            throw new FileSystemException(name, null, "Too many open files");
        }
    }

    @Test
    void commit_whenAFileOfTheNextGenerationCanNotBeOpened_isRetryableAndLosesNothing() {
        for (String name : List.of("CURRENT", "journal-2")) {
            try (FileSecretStore store = openShortOfDescriptors();
                    FileSecretStore other = OnDisk.open(disk)) {
                store.commit(Sample.create("mine " + name, 10));
                other.compact();
                refused.add(name.equals("CURRENT") ? name : "journal-" + generation());

                StoreUnavailableException refusal = catchThrowableOfType(
                        StoreUnavailableException.class, () -> store.commit(Sample.create("new " + name, 10)));
                assertThat(refusal.retryable()).isTrue();
                assertThat(refused).isEmpty();
                store.commit(Sample.create("new " + name, 10));
                assertThat(other.find("new " + name)).isPresent();
                assertThat(Sample.contents(store)).isEqualTo(Sample.contents(other));
            }
        }
        assertThat(events.names()).doesNotContain(Reports.STORE_FAILED);
    }

    private String generation() {
        return new String(disk.files().get("CURRENT"), StandardCharsets.US_ASCII).split(" ")[2];
    }

    @Test
    void commit_afterAnotherProcessCompacted_reportsNothing() {
        try (FileSecretStore store = OnDisk.open(disk, TestRootKey.FIRST, events.options());
                FileSecretStore other = OnDisk.open(disk)) {
            other.commit(Sample.create("a", 10));
            other.compact();
            store.commit(Sample.create("b", 10));
        }
        assertThat(events.names()).isEmpty();
    }

    @Test
    void commit_whenWhatADeadWriterLeftCanNotBeSettled_isNotRetryable() {
        try (FileSecretStore store = OnDisk.open(disk)) {
            store.commit(Sample.create("a", 10));
            leaveTornTail();
            disk.faults(operation -> Fault.FAILS);

            assertThatThrownBy(() -> store.commit(Sample.create("b", 10)))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("open it anew")
                    .matches(refusal -> !((StoreUnavailableException) refusal).retryable());
            disk.faults(SimulatedDisk.Faults.NONE);
        }
    }

    /** Nothing of the journals before may stay, but what was cut from this one was put aside for somebody to look at. */
    @Test
    void open_withATornTailBehindAnErasingCompaction_keepsWhatWasPutAside() throws IOException {
        try (FileSecretStore store = OnDisk.open(disk)) {
            store.commit(Sample.create("a", 10));
            store.compact();
            store.commit(Sample.create("b", 10));
        }
        byte[] garbage = {1, 2, 3, 4, 5, 6, 7, 8};
        long end;
        try (StoreFile journal = disk.mount().open("journal-2")) {
            end = journal.size();
            journal.write(ByteBuffer.wrap(garbage), end);
        }

        try (FileSecretStore store = OnDisk.open(disk, TestRootKey.FIRST, events.options())) {
            assertThat(events.names()).containsExactly(Reports.TORN_TAIL_CUT);
            store.subscribe(name -> {}).close(); // the store's thread has kept house by then
            assertThat(disk.files().get("torn-2-" + end)).isEqualTo(garbage);
            store.compact();
            assertThat(disk.files()).doesNotContainKey("torn-2-" + end);
        }
    }

    /** Writes garbage where the next record would begin. */
    private void leaveTornTail() {
        Map<String, byte[]> files = disk.files();
        int end = endOfRecords(files.get("journal-1"));
        disk.overwrite("journal-1", ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}), end);
    }

    private static int endOfRecords(byte[] journal) {
        int end = journal.length;
        while (journal[end - 1] == 0) {
            end--;
        }
        return end;
    }
}
