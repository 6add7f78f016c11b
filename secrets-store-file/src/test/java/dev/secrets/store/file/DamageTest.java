package dev.secrets.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.model.RootKeyException;
import dev.secrets.store.StoreUnavailableException;
import dev.secrets.store.file.OnDisk.Events;
import dev.secrets.testing.Sample;
import dev.secrets.testing.Sample.Content;
import dev.secrets.testing.Scale;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A store of some 64 KiB, with each bit flipped and cut at each length: refused, or open with everything that was in it. */
final class DamageTest {
    private static final int LENGTH = 64 << 10;
    private static final String JOURNAL = FileNames.journal(2);

    private final Map<String, byte[]> files = new TreeMap<>();
    private final Map<String, byte[]> filesOfKilled = new TreeMap<>();
    private final Map<String, Content> contents = new TreeMap<>();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger harmless = new AtomicInteger();

    DamageTest() {
        SimulatedDisk disk = new SimulatedDisk();
        try (FileSecretStore store = OnDisk.open(disk)) {
            fill(store, disk);
            contents.putAll(Sample.contents(store));
            filesOfKilled.putAll(disk.files());
        }
        files.putAll(disk.files());
        assertThat(files.get(JOURNAL)).as("without reserve").hasSizeLessThan(filesOfKilled.get(JOURNAL).length);
    }

    /** Some secrets through a compaction, then changes of each kind until the journal is long enough. */
    private static void fill(FileSecretStore store, SimulatedDisk disk) {
        for (int i = 0; i < 20; i++) {
            store.commit(Sample.create("before/" + i, 300));
        }
        store.commit(Sample.delete("before/0", 1));
        store.compact();
        for (int i = 0; disk.files().get(JOURNAL).length < LENGTH - 2000; i++) {
            store.commit(Sample.create("after/" + i, 20 * i));
            store.commit(Sample.update("before/" + (1 + i % 19), 1 + i / 19, 100));
        }
    }

    @Test
    void open_withAnyBitFlipped_isRefusedOrHoldsEverything() {
        checkFlips(files);
        assertThat(harmless).as("the spare slot and the second header").hasPositiveValue();
    }

    /** The journal of a killed process has a reserve of zeros, and there a flip is a torn write. */
    @Test
    void open_afterAKillWithAnyBitFlipped_isRefusedOrHoldsEverything() {
        checkFlips(filesOfKilled);
    }

    private void checkFlips(Map<String, byte[]> files) {
        int bits = files.values().stream().mapToInt(file -> file.length).sum() * 8;
        Random random = Scale.random("bit flips");
        IntStream flipped = Scale.FULL ? IntStream.range(0, bits) : random.ints(4_000, 0, bits);
        flipped.parallel().forEach(bit -> checkFlip(files, bit));
        System.out.println("Bit flips of " + bits + ": " + refused + " refused, " + harmless + " harmless, 0 wrong");
    }

    private void checkFlip(Map<String, byte[]> files, int bit) {
        Map<String, byte[]> damaged = new TreeMap<>(files);
        int at = bit;
        for (String name : files.keySet()) {
            int length = files.get(name).length * 8;
            if (at >= 0 && at < length) {
                byte[] file = files.get(name).clone();
                file[at / 8] ^= (byte) (1 << at % 8);
                damaged.put(name, file);
            }
            at -= length;
        }
        checkOpened("bit " + bit, damaged);
    }

    @Test
    void open_cutAtAnyLength_isRefusedOrHoldsEverything() {
        checkCuts(files);
    }

    @Test
    void open_afterAKillCutAtAnyLength_isRefusedOrHoldsEverything() {
        checkCuts(filesOfKilled);
    }

    private void checkCuts(Map<String, byte[]> files) {
        for (String name : files.keySet()) {
            int length = files.get(name).length;
            int step = Scale.FULL ? 1 : Math.max(1, length / 500);
            IntStream.range(0, (length + step - 1) / step).parallel().forEach(i -> checkCut(files, name, i * step));
        }
        System.out.println("Truncations: " + refused + " refused, " + harmless + " harmless, 0 wrong");
    }

    private void checkCut(Map<String, byte[]> files, String name, int length) {
        Map<String, byte[]> damaged = new TreeMap<>(files);
        damaged.put(name, Arrays.copyOf(files.get(name), length));
        checkOpened(name + " cut at " + length, damaged);
    }

    private void checkOpened(String damage, Map<String, byte[]> damaged) {
        Optional<Map<String, Content>> found = opened(damaged, new Events());
        if (found.isPresent()) {
            assertThat(found.get()).as(damage).isEqualTo(contents);
            harmless.incrementAndGet();
        } else {
            refused.incrementAndGet();
        }
    }

    private static Optional<Map<String, Content>> opened(Map<String, byte[]> damaged, Events events) {
        try (FileSecretStore store = OnDisk.open(SimulatedDisk.of(damaged), TestRootKey.FIRST, events.options())) {
            return Optional.of(Sample.contents(store));
        } catch (StoreUnavailableException | RootKeyException expected) {
            return Optional.empty();
        }
    }

    /** HEAD as it may be after a power cut, some changes behind: what it does not vouch for is kept where it is whole. */
    @Test
    void open_withTheUnvouchedTailDamaged_holdsWhatIsVouchedAndSaysSo() {
        SimulatedDisk disk = SimulatedDisk.of(files);
        List<Map<String, Content>> states = new ArrayList<>();
        byte[] head = files.get(FileNames.HEAD);
        int vouched = files.get(JOURNAL).length;
        try (FileSecretStore store = OnDisk.open(disk)) {
            states.add(Sample.contents(store));
            for (int i = 0; i < 3; i++) {
                store.commit(Sample.create("tail/" + i, 200));
                states.add(Sample.contents(store));
            }
        }
        byte[] journal = disk.files().get(JOURNAL);
        Random random = Scale.random("flips in the tail");
        IntStream bits = Scale.FULL
                ? IntStream.range(vouched * 8, journal.length * 8)
                : random.ints(500, vouched * 8, journal.length * 8);
        bits.parallel().forEach(bit -> {
            Map<String, byte[]> damaged = new TreeMap<>(disk.files());
            damaged.put(FileNames.HEAD, head);
            byte[] file = journal.clone();
            file[bit / 8] ^= (byte) (1 << bit % 8);
            damaged.put(JOURNAL, file);
            Events events = new Events();
            opened(damaged, events).ifPresent(found -> {
                assertThat(states).contains(found);
                assertThat(events.names()).contains(Reports.TORN_TAIL_CUT);
            });
        });
    }

    @Test
    void open_damagedInside_saysWhereAndWhatHelps() {
        Map<String, byte[]> damaged = new TreeMap<>(files);
        byte[] journal = files.get(JOURNAL).clone();
        journal[journal.length / 2] ^= 1;
        damaged.put(JOURNAL, journal);

        assertThatThrownBy(() -> OnDisk.open(SimulatedDisk.of(damaged)))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining(JOURNAL)
                .hasMessageContaining("are intact")
                .hasMessageContaining("salvage");
    }

    @Test
    void open_withOneHeaderDamaged_opensAndReportsIt() {
        for (int block = 0; block < 2; block++) {
            Map<String, byte[]> damaged = new TreeMap<>(files);
            byte[] journal = files.get(JOURNAL).clone();
            journal[block * 4096 + 30] ^= 1;
            damaged.put(JOURNAL, journal);
            Events events = new Events();

            assertThat(opened(damaged, events)).contains(contents);
            assertThat(events.names()).containsExactly(Reports.HEADER_DAMAGED);
        }
    }

    /** The record of one secret is put where another's was, with the MAC before it, so that each looks right by itself. */
    @Test
    void find_withAnotherRecordInItsPlace_isRefusedAndOthersAreServed() {
        SimulatedDisk disk = new SimulatedDisk();
        try (FileSecretStore store = OnDisk.openWithoutReserve(disk)) {
            store.commit(Sample.create("a", 100));
            int second = disk.files().get(FileNames.journal(1)).length;
            store.commit(Sample.create("b", 100));
            int third = disk.files().get(FileNames.journal(1)).length;
            store.commit(Sample.create("c", 100));
            byte[] copied = Arrays.copyOfRange(disk.files().get(FileNames.journal(1)), second - 32, third);
            disk.overwrite(FileNames.journal(1), ByteBuffer.wrap(copied), third - 32);

            assertThatThrownBy(() -> store.find("c"))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("damaged");
            assertThat(store.find("a")).isPresent();
        }
    }

    @Test
    void find_withAnyBitOfItsRecordFlippedWhileOpen_isRefused() {
        SimulatedDisk disk = new SimulatedDisk();
        try (FileSecretStore store = OnDisk.openWithoutReserve(disk)) {
            int from = disk.files().get(FileNames.journal(1)).length;
            store.commit(Sample.create("a", 100));
            byte[] journal = disk.files().get(FileNames.journal(1));
            for (int bit = from * 8; bit < journal.length * 8; bit++) {
                byte[] flipped = {(byte) (journal[bit / 8] ^ 1 << bit % 8)};
                disk.overwrite(FileNames.journal(1), ByteBuffer.wrap(flipped), bit / 8);
                assertThatThrownBy(() -> store.find("a")).isInstanceOf(StoreUnavailableException.class);
                disk.overwrite(FileNames.journal(1), ByteBuffer.wrap(journal, bit / 8, 1), bit / 8);
            }
            assertThat(store.find("a")).isPresent();
        }
    }

    @Test
    void commit_afterTheJournalWasCutUnderneath_isRefused() {
        SimulatedDisk disk = new SimulatedDisk();
        try (FileSecretStore store = OnDisk.open(disk)) {
            store.commit(Sample.create("a", 100));
            disk.cut(FileNames.journal(1), 8300);

            assertThatThrownBy(() -> store.commit(Sample.create("b", 100)))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("was cut");
        }
    }
}
