package dev.secrets.store.file;

import dev.secrets.model.RootKey;
import dev.secrets.store.file.format.ChainKeys;
import dev.secrets.store.file.format.ChainPosition;
import dev.secrets.store.file.format.GenerationHeader;
import dev.secrets.store.file.format.GenerationHeader.Wrapping;
import dev.secrets.store.file.format.HeadSlot;
import dev.secrets.store.file.format.StoreId;
import dev.secrets.store.file.fs.StoreFile;
import dev.secrets.store.file.fs.StoreFs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;

/**
 * A journal that is to be, and the store that it becomes. Its header is prepared with a new chain secret, wrapped before any lock is
 * taken, since a root key may be a call over a network.
 */
final class NewGeneration {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final StoreId storeId;
    private final long number;
    private final ChainKeys keys;
    private final List<Wrapping> wrappings;

    private NewGeneration(StoreId storeId, long number, ChainKeys keys, List<Wrapping> wrappings) {
        this.storeId = storeId;
        this.number = number;
        this.keys = keys;
        this.wrappings = wrappings;
    }

    /** Draws a secret for the generation and wraps it under each of the root keys. */
    static NewGeneration prepare(StoreId storeId, long number, List<RootKey> rootKeys) {
        byte[] secret = random(ChainKeys.LENGTH);
        try {
            List<Wrapping> wrappings = rootKeys.stream()
                    .map(rootKey -> GenerationHeader.wrap(rootKey, secret, storeId, number))
                    .toList();
            return new NewGeneration(storeId, number, new ChainKeys(secret), wrappings);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /** Returns an id for a new store. */
    static StoreId newStoreId() {
        return StoreId.of(random(16));
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    long number() {
        return number;
    }

    /** Writes the header into a new file, in place of one that a crash left. Nothing is synced. */
    void create(StoreFs fs, byte[] previousChain) throws IOException {
        byte[] block = new GenerationHeader(storeId, number, previousChain, wrappings).encode(keys);
        fs.delete(FileNames.journal(number));
        try (StoreFile file = fs.create(FileNames.journal(number))) {
            file.write(
                    ByteBuffer.allocate(GenerationHeader.LENGTH)
                            .put(block)
                            .put(block)
                            .flip(),
                    0);
        }
    }

    /**
     * Makes a store of a directory that has the journal, synced: HEAD, and then CURRENT, which comes last, so that what was cut short
     * is none.
     *
     * @param end up to where the journal is durable
     */
    static void publish(StoreFs fs, Generation generation, ChainPosition end) throws IOException {
        fs.delete(FileNames.HEAD);
        try (StoreFile head = fs.create(FileNames.HEAD)) {
            HeadSlots.writeBoth(head, new HeadSlot(generation.number(), end), generation);
            head.sync();
        }
        CurrentFile.prepare(fs, generation);
        fs.syncDirectory();
        CurrentFile.switchOver(fs);
    }

    /** Returns what the first generation has for the chain value of the one before. */
    static byte[] noChain() {
        return new byte[ChainKeys.LENGTH];
    }
}
