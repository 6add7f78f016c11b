package dev.secrets.store.file;

import dev.secrets.model.RootKey;
import dev.secrets.store.SealedBytes;
import dev.secrets.store.StoredSecret;
import dev.secrets.testing.Sample.Content;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A stranger's reader, written from the documentation of {@link dev.secrets.store.file} alone: it uses none of the store's
 * classes, and so tells when the bytes and what is said about them come to differ. Reads a directory that nobody writes to.
 */
final class FormatReader {
    private static final int BLOCK = 4096;
    private static final int SLOT = 512;

    private final Path directory;
    private final RootKey rootKey;
    private final Map<String, Content> secrets = new TreeMap<>();

    private byte[] chainSecret = {};
    private byte[] chain = {};
    private long at;
    private long sequence;
    private boolean snapshotComplete;

    private FormatReader(Path directory, RootKey rootKey) {
        this.directory = directory;
        this.rootKey = rootKey;
    }

    /** Reads up to where HEAD vouches for the journal. */
    static FormatReader read(Path directory, RootKey rootKey) throws IOException {
        FormatReader reader = new FormatReader(directory, rootKey);
        reader.read();
        return reader;
    }

    Map<String, Content> secrets() {
        return secrets;
    }

    private void read() throws IOException {
        String line = Files.readString(directory.resolve("CURRENT"));
        String[] words = line.split("[ \n]");
        require(words.length == 5 && words[0].equals("secrets-journal") && words[1].equals("1"), "CURRENT");
        ByteBuffer journal = ByteBuffer.wrap(Files.readAllBytes(directory.resolve("journal-" + words[2])));
        readHeader(journal, Long.parseLong(words[2]), HexFormat.of().parseHex(words[3]));
        byte[] signed = line.substring(0, line.lastIndexOf(' ')).getBytes(StandardCharsets.US_ASCII);
        require(Arrays.equals(HexFormat.of().parseHex(words[4]), hmac("current", signed)), "CURRENT's MAC");
        snapshotComplete = words[2].equals("1");
        ByteBuffer head = newestSlot(Long.parseLong(words[2]));
        while (at < head.getLong(24)) {
            readRecord(journal);
        }
        require(at == head.getLong(24) && sequence == head.getLong(16), "HEAD's place");
        require(Arrays.equals(chain, bytes(head, 32, 32)) && snapshotComplete, "HEAD's chain value");
    }

    private void readHeader(ByteBuffer journal, long generation, byte[] storeId) {
        ByteBuffer block = journal.slice(0, BLOCK);
        require(text(bytes(block, 0, 8)).equals("SECRJRNL") && block.getShort(8) == 1, "magic and version");
        require(Arrays.equals(bytes(block, 10, 16), storeId) && block.getLong(26) == generation, "id and generation");
        require(block.getInt(4060) == crc(bytes(block, 0, 4060)), "the header's checksum");
        block.position(67);
        for (int wrappings = block.get(66); wrappings > 0; wrappings--) {
            String id = text(taken(block, block.getShort()));
            byte[] wrapped = taken(block, block.getShort());
            if (id.equals(rootKey.id())) {
                byte[] label = "dev.secrets.store.file chain key".getBytes(StandardCharsets.US_ASCII);
                ByteBuffer associated = ByteBuffer.allocate(label.length + 24);
                associated.put(label).put(storeId).putLong(generation);
                chainSecret = rootKey.unwrap(wrapped, associated.array());
            }
        }
        chain = bytes(block, 4064, 32);
        require(Arrays.equals(chain, hmac("header", bytes(block, 0, 4064))), "the header's MAC");
        require(Arrays.equals(bytes(journal, 0, BLOCK), bytes(journal, BLOCK, BLOCK)), "the second header");
        at = 2 * BLOCK;
    }

    private ByteBuffer newestSlot(long generation) throws IOException {
        ByteBuffer head = ByteBuffer.wrap(Files.readAllBytes(directory.resolve("HEAD")));
        Optional<ByteBuffer> newest = Optional.empty();
        for (int slotAt = 0; slotAt < 2 * SLOT; slotAt += SLOT) {
            ByteBuffer slot = head.slice(slotAt, SLOT);
            boolean counts = text(bytes(slot, 0, 8)).equals("SECRHEAD")
                    && slot.getLong(8) == generation
                    && Arrays.equals(bytes(slot, 480, 32), hmac("head", bytes(slot, 0, 480)));
            if (counts && (newest.isEmpty() || newest.get().getLong(16) < slot.getLong(16))) {
                newest = Optional.of(slot);
            }
        }
        return newest.orElseThrow();
    }

    private void readRecord(ByteBuffer journal) {
        ByteBuffer record = journal.slice((int) at, journal.getInt((int) at) + 50);
        int bodyLength = record.getInt(0);
        require(record.getInt(14) == crc(bytes(record, 0, 14)), "a record's checksum");
        require(record.getLong(4) == sequence + 1, "a record's sequence number");
        byte[] mac = recordMac(at, bytes(record, 0, 18 + bodyLength));
        require(Arrays.equals(mac, bytes(record, 18 + bodyLength, 32)), "a record's MAC");
        int flags = record.get(13);
        require((flags & ~3) == 0, "a record's flags");
        apply(record.get(12), (flags & 2) != 0, record.slice(18, bodyLength));
        chain = mac;
        sequence++;
        at += record.capacity();
    }

    private void apply(int type, boolean fresh, ByteBuffer body) {
        switch (type) {
            case 1 -> put(fresh, body);
            case 2 -> require(secrets.remove(text(body)) != null, "what is deleted");
            case 3 -> {
                require(body.getLong() == sequence, "the length of the snapshot");
                snapshotComplete = true;
            }
            default -> throw new AssertionError("type " + type + " in a journal that is in use");
        }
    }

    private void put(boolean fresh, ByteBuffer body) {
        String name = text(body);
        String uid = text(body);
        long revision = body.getLong();
        long due = body.getLong();
        String current = text(body);
        Map<String, SealedBytes> values = new TreeMap<>();
        if (!fresh) {
            values.putAll(secrets.get(name).values());
        }
        for (int removed = body.getInt(); removed > 0; removed--) {
            values.remove(text(body));
        }
        SealedBytes metadata = SealedBytes.wrap(taken(body, body.getInt()));
        for (int added = body.getInt(); added > 0; added--) {
            values.put(text(body), SealedBytes.wrap(taken(body, body.getInt())));
        }
        require(!body.hasRemaining(), "a body's end");
        StoredSecret secret = new StoredSecret(
                name,
                uid,
                revision,
                due == Long.MIN_VALUE ? Optional.empty() : Optional.of(Instant.ofEpochMilli(due)),
                current.isEmpty() ? Optional.empty() : Optional.of(current),
                metadata);
        secrets.put(name, new Content(secret, values));
    }

    /** Returns a record that would come next, as a later version of the library may write one. */
    byte[] nextRecord(int type, int flags, byte[] body) {
        ByteBuffer record = ByteBuffer.allocate(body.length + 50);
        record.putInt(body.length).putLong(sequence + 1).put((byte) type).put((byte) flags);
        record.putInt(crc(bytes(record, 0, 14))).put(body);
        return record.put(recordMac(at, bytes(record, 0, 18 + body.length))).array();
    }

    /** Returns the header block with another format version, checksum and MAC put right. */
    byte[] withVersion(byte[] block, int version) {
        ByteBuffer changed = ByteBuffer.wrap(block.clone()).putShort(8, (short) version);
        changed.putInt(4060, crc(bytes(changed, 0, 4060)));
        return changed.put(4064, hmac("header", bytes(changed, 0, 4064))).array();
    }

    private byte[] recordMac(long offset, byte[] headerAndBody) {
        return hmac("record", chain, ByteBuffer.allocate(8).putLong(offset).array(), headerAndBody);
    }

    private byte[] hmac(String purpose, byte[]... parts) {
        byte[] label = ("dev.secrets.store.file " + purpose).getBytes(StandardCharsets.US_ASCII);
        return hmacSha256(hmacSha256(chainSecret, label), parts);
    }

    private static byte[] hmacSha256(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    private static byte[] bytes(ByteBuffer from, int at, int length) {
        byte[] bytes = new byte[length];
        from.get(at, bytes);
        return bytes;
    }

    private static byte[] taken(ByteBuffer from, int length) {
        byte[] bytes = new byte[length];
        from.get(bytes);
        return bytes;
    }

    private static String text(ByteBuffer from) {
        return text(taken(from, from.getShort()));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void require(boolean right, String what) {
        if (!right) {
            throw new AssertionError(what + " is not as documented");
        }
    }
}
