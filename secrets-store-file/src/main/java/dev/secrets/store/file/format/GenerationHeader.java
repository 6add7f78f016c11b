package dev.secrets.store.file.format;

import dev.secrets.model.RootKey;
import dev.secrets.model.RootKeyException;
import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;

/**
 * The header of a journal: whose generation it is and, wrapped by the root key, the secret of its chain. It stands twice at the
 * beginning of the file, so that one bad sector does not take the keys and with them everything.
 *
 * <p>The checksum tells a damaged block from one that another root key wraps, before any key is used. The MAC decides trust.
 *
 * @param storeId the store
 * @param generation 1 for the first journal, one more for each compaction
 * @param previousChain the last digest of the generation before; all zero in the first
 * @param wrappings the chain secret under each root key that opens the store: one, or more under a chain
 *     of root keys and while the root key changes
 */
public record GenerationHeader(StoreId storeId, long generation, byte[] previousChain, List<Wrapping> wrappings) {
    /** The length of one copy of the header. */
    public static final int BLOCK = 4096;

    /** Where the first record begins. The 32 bytes before it are the header's MAC, as those before any record are the last one's. */
    public static final int LENGTH = 2 * BLOCK;

    private static final byte[] MAGIC = "SECRJRNL".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int MAC_AT = BLOCK - ChainKeys.LENGTH;
    private static final int CHECKSUM_AT = MAC_AT - Integer.BYTES;

    /** The keys of two chains of root keys, while one is changed for the other. */
    private static final int MAX_WRAPPINGS = 8;

    /**
     * The chain secret under a root key.
     *
     * @param rootKeyId the key
     * @param wrapped what the key's {@code wrap} returned
     */
    public record Wrapping(String rootKeyId, byte[] wrapped) {}

    /** Copies the list. */
    public GenerationHeader {
        wrappings = List.copyOf(wrappings);
    }

    /** Wraps the secret for this store and generation. */
    public static Wrapping wrap(RootKey rootKey, byte[] secret, StoreId storeId, long generation) {
        return new Wrapping(rootKey.id(), rootKey.wrap(secret, associatedData(storeId, generation)));
    }

    private static byte[] associatedData(StoreId storeId, long generation) {
        byte[] label = "dev.secrets.store.file chain key".getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(label.length + StoreId.LENGTH + Long.BYTES)
                .put(label)
                .put(storeId.bytes())
                .putLong(generation)
                .array();
    }

    /**
     * Returns the keys of this generation.
     *
     * @throws RootKeyException if none of the root keys wraps the secret
     */
    public ChainKeys unwrap(List<RootKey> rootKeys) {
        List<RootKeyException> failures = new ArrayList<>();
        for (RootKey rootKey : rootKeys) {
            for (Wrapping wrapping : wrappings) {
                if (wrapping.rootKeyId().equals(rootKey.id())) {
                    try {
                        return unwrap(rootKey, wrapping);
                    } catch (RootKeyException notThisOne) {
                        failures.add(notThisOne);
                    }
                }
            }
        }
        throw refusal(rootKeys, failures);
    }

    private RootKeyException refusal(List<RootKey> rootKeys, List<RootKeyException> failures) {
        RootKeyException refused = new RootKeyException("Wrong root key: the store is wrapped by "
                + wrappings.stream().map(Wrapping::rootKeyId).toList() + ", and the key given is "
                + rootKeys.stream().map(RootKey::id).toList()
                + failures.stream().map(failure -> "; " + failure.getMessage()).collect(Collectors.joining()));
        failures.forEach(refused::addSuppressed);
        return refused;
    }

    /**
     * Checks that a wrapping is the root key's own, and not merely that of one with the same id.
     *
     * @throws RootKeyException if it is another key's, or the key is out of reach
     */
    public void requireWrappedBy(RootKey rootKey, Wrapping wrapping) {
        unwrap(rootKey, wrapping);
    }

    /** Returns whether these root keys open the generation, and no other does. */
    public boolean isWrappedByNoneBut(List<RootKey> rootKeys) {
        return wrappings.size() == rootKeys.size()
                && wrappings.stream()
                        .allMatch(wrapping -> rootKeys.stream().anyMatch(rootKey -> isOwn(rootKey, wrapping)));
    }

    private boolean isOwn(RootKey rootKey, Wrapping wrapping) {
        try {
            requireWrappedBy(rootKey, wrapping);
            return true;
        } catch (RootKeyException anothers) {
            return false;
        }
    }

    private ChainKeys unwrap(RootKey rootKey, Wrapping wrapping) {
        byte[] secret = rootKey.unwrap(wrapping.wrapped(), associatedData(storeId, generation));
        try {
            return new ChainKeys(secret);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /** Returns one block; the file begins with two of it. */
    public byte[] encode(ChainKeys keys) {
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        try {
            block.limit(CHECKSUM_AT);
            block.put(MAGIC).putShort((short) VERSION).put(storeId.bytes()).putLong(generation);
            block.put(previousChain).put((byte) wrappings.size());
            for (Wrapping wrapping : wrappings) {
                putShortArray(block, wrapping.rootKeyId().getBytes(StandardCharsets.UTF_8));
                putShortArray(block, wrapping.wrapped());
            }
        } catch (BufferOverflowException tooLong) {
            throw new IllegalArgumentException(
                    "What the root key returns is too long for the header: "
                            + wrappings.stream().map(w -> w.wrapped().length).toList() + " bytes",
                    tooLong);
        }
        block.clear().position(CHECKSUM_AT).putInt(checksum(block.array()));
        return block.put(keys.ofHeader(block.array(), MAC_AT)).array();
    }

    private static void putShortArray(ByteBuffer block, byte[] bytes) {
        if (bytes.length > 0xFFFF) {
            throw new BufferOverflowException();
        }
        block.putShort((short) bytes.length).put(bytes);
    }

    /**
     * Reads one block, whose MAC {@link #verify} then checks.
     *
     * @throws DamagedException if it is not a header, or a damaged one
     * @throws UnknownFormatException if a newer version wrote it
     */
    public static GenerationHeader decode(byte[] block) throws DamagedException, UnknownFormatException {
        ByteBuffer bytes = ByteBuffer.wrap(block);
        if (block.length != BLOCK || !Arrays.equals(MAGIC, taken(bytes, MAGIC.length))) {
            throw new DamagedException("Not the header of a journal");
        }
        if (bytes.getInt(CHECKSUM_AT) != checksum(block)) {
            throw new DamagedException("The journal's header is damaged");
        }
        int version = Short.toUnsignedInt(bytes.getShort());
        if (version != VERSION) {
            throw new UnknownFormatException("The journal has format version " + version
                    + "; this library knows version " + VERSION + " only. Use a newer version of the library");
        }
        return decodeFields(bytes.limit(CHECKSUM_AT));
    }

    private static GenerationHeader decodeFields(ByteBuffer bytes) throws DamagedException {
        try {
            StoreId storeId = StoreId.of(taken(bytes, StoreId.LENGTH));
            long generation = bytes.getLong();
            byte[] previousChain = taken(bytes, ChainKeys.LENGTH);
            int count = bytes.get();
            if (count < 1 || count > MAX_WRAPPINGS) {
                throw new DamagedException("The journal's header has " + count + " wrappings of its key");
            }
            List<Wrapping> wrappings = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String id = new String(takenShortArray(bytes), StandardCharsets.UTF_8);
                wrappings.add(new Wrapping(id, takenShortArray(bytes)));
            }
            return new GenerationHeader(storeId, generation, previousChain, wrappings);
        } catch (BufferUnderflowException cut) {
            throw new DamagedException("The journal's header is damaged");
        }
    }

    private static byte[] takenShortArray(ByteBuffer bytes) {
        return taken(bytes, Short.toUnsignedInt(bytes.getShort()));
    }

    private static byte[] taken(ByteBuffer bytes, int length) {
        byte[] taken = new byte[length];
        bytes.get(taken);
        return taken;
    }

    /** Returns the place behind the header after checking the block's MAC. */
    public static ChainPosition verify(byte[] block, ChainKeys keys) throws DamagedException {
        byte[] mac = Arrays.copyOfRange(block, MAC_AT, BLOCK);
        if (!ChainKeys.same(mac, keys.ofHeader(block, MAC_AT))) {
            throw new DamagedException("The journal's header was altered: its MAC is wrong");
        }
        return new ChainPosition(LENGTH, 0, mac);
    }

    private static int checksum(byte[] block) {
        CRC32C crc = new CRC32C();
        crc.update(block, 0, CHECKSUM_AT);
        return (int) crc.getValue();
    }
}
