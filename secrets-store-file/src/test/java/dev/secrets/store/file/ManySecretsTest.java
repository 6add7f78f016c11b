package dev.secrets.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.store.DueCursor;
import dev.secrets.store.StoredValue;
import dev.secrets.store.file.format.ChainPosition;
import dev.secrets.store.file.format.HeadSlot;
import dev.secrets.store.file.format.PutBody;
import dev.secrets.store.file.format.RecordBatch;
import dev.secrets.store.file.format.RecordHeader;
import dev.secrets.store.file.format.RecordType;
import dev.secrets.store.file.fs.LocalFs;
import dev.secrets.store.file.fs.StoreFile;
import dev.secrets.store.file.fs.StoreFs;
import dev.secrets.testing.ChildJvm;
import dev.secrets.testing.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 100,000 secrets of 1 KiB: what the index of them costs, measured in a process whose heap is 128 MiB. */
final class ManySecretsTest {
    private static final int SECRETS = 100_000;
    private static final int VALUE = 1024;
    private static final int MAX_BYTES_A_SECRET = 250;

    @TempDir
    Path temporary;

    @Test
    void open_hundredThousandSecrets_fitsInto128MiBAnd250BytesEach() throws Exception {
        write(temporary.resolve("store"));
        Process process = StoreJvm.start(Opener.class, temporary.resolve("store"));
        List<String> output = process.inputReader().lines().toList();

        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(output).hasSize(2).first().isEqualTo(String.valueOf(SECRETS));
        int perSecret = Integer.parseInt(output.get(1));
        assertThat(perSecret).isBetween(50, MAX_BYTES_A_SECRET);
        System.out.println("Index: " + perSecret + " bytes a secret, " + SECRETS + " secrets of " + VALUE
                + " bytes opened in a heap of " + ChildJvm.HEAP);
    }

    private static String name(int number) {
        return "some/usual/name-%06d".formatted(number);
    }

    /** Writes the files directly: as many commits would take a minute of syncs. */
    private static void write(Path directory) throws IOException {
        RootKeys rootKeys = new RootKeys(TestRootKey.FIRST);
        Reports reports = new Reports(FileStoreOptions.defaults().listener());
        try (StoreFs fs = LocalFs.openOrCreate(directory, false)) {
            NewGeneration.prepare(NewGeneration.newStoreId(), 1, rootKeys.inUse())
                    .create(fs, NewGeneration.noChain());
            try (Generation generation = Generation.open(fs, 1, rootKeys, reports);
                    StoreFile head = fs.create(FileNames.HEAD)) {
                HeadSlots.writeBoth(head, new HeadSlot(1, writeRecords(generation)), generation);
                CurrentFile.prepare(fs, generation);
                CurrentFile.switchOver(fs);
            }
        }
    }

    private static ChainPosition writeRecords(Generation generation) throws IOException {
        ChainPosition end = generation.start();
        for (int number = 0; number < SECRETS; ) {
            RecordBatch batch = new RecordBatch(generation.keys(), end);
            for (int i = 0; i < 1000; i++) {
                byte[] body = PutBody.encode(
                        Sample.secret(name(number), 2), List.of(), List.of(Sample.value(name(number), 2, VALUE)));
                batch.add(RecordType.PUT, RecordHeader.FRESH, body);
                number++;
            }
            generation.file().write(batch.bytes(), end.length());
            end = batch.end();
        }
        return end;
    }

    /** Opens a store, then tells how many secrets it has and how much memory each costs. */
    static final class Opener {
        private Opener() {}

        public static void main(String[] arguments) {
            long before = used();
            try (FileSecretStore store = new FileSecretStore(Path.of(arguments[0]), TestRootKey.FIRST)) {
                long after = used();
                System.out.println(
                        store.due(Instant.MAX, DueCursor.START, SECRETS).size());
                for (int number = 0; number < SECRETS; number += 100) {
                    StoredValue right = Sample.value(name(number), 2, VALUE);
                    if (!store.find(name(number)).orElseThrow().currentValue().equals(Optional.of(right))) {
                        throw new AssertionError(name(number));
                    }
                }
                System.out.println((after - before) / SECRETS);
            }
        }

        private static long used() {
            System.gc();
            return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        }
    }
}
