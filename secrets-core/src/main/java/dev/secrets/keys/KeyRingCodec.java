package dev.secrets.keys;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import dev.secrets.model.RootKey;
import dev.secrets.store.SealedBytes;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The format of a key ring: what stands as sealed metadata in the record {@code #keyring}, whose uid is the ring's id and whose
 * revision is the ring's. Numbers are unsigned, big end first; a text is printable ASCII.
 *
 * <pre>{@code
 * record   = "DSKR" | version = 1 (1) | ring key made at revision (8) | n (1) | n wrappings | sealed ring (the rest)
 *   wrapping = root key id (text) | wrapped ring key (bytes)              n is 1, or more while a root key is being changed
 * ring     = n (2) | n keysets                                            sealed under the ring key: associated data "ring",
 *   keyset   = purpose (1) | key id (text) | state (1)                      which holds all of the record that stands before
 *            | deletion date (8), only if state is "pending deletion"
 *            | n (2) | n times: Tink key id (4), created (8)
 *            | keys (bytes)                                               Tink's encrypted keyset under the ring key
 * text, bytes = length (4) | bytes
 * dates    = milliseconds since 1970
 * }</pre>
 *
 * The wrapped ring key is Tink's encrypted keyset too, with the root key as its key; associated data as {@link AssociatedData}
 * says. Purposes and states are numbered in {@link KeyPurpose} and {@link KeyState}.
 *
 * <p>Strict: what is unknown, missing, too long, doubled or left over is refused, so that there is one way to write a ring, and
 * lengths are checked before memory is taken. A file in the tests must open for ever; a change of this format takes a new
 * version number and goes on reading this one.
 */
final class KeyRingCodec {
    private static final int MAGIC = 'D' << 24 | 'S' << 16 | 'K' << 8 | 'R';
    private static final int VERSION = 1;

    /** A change of root key needs two. */
    private static final int MAX_WRAPPINGS = 4;

    private static final int MAX_WRAPPED = 64 * 1024;

    /** How many keysets a ring has at most: it is read and written as a whole. */
    static final int MAX_KEYSETS = 1000;

    /** The length of a KMS key id in AWS's model (reference, section 3.1). */
    static final int MAX_KEY_ID = 2048;

    private static final int MAX_KEYS_OF_KEYSET = 1000;
    private static final int MAX_KEYSET = 1024 * 1024;
    private static final int MAX_RECORD = 16 * 1024 * 1024;

    private KeyRingCodec() {}

    static SealedBytes encode(KeyRing ring, RingKey ringKey) throws GeneralSecurityException {
        byte[] header = header(ringKey);
        byte[] sealed =
                ringKey.aead().encrypt(body(ring, ringKey.aead()), ring.places().ofRing(ring.revision(), header));
        ByteWriter record = new ByteWriter(header.length + sealed.length);
        return SealedBytes.wrap(record.writeFixed(header).writeFixed(sealed).toByteArray());
    }

    private static byte[] header(RingKey ringKey) {
        ByteWriter header = new ByteWriter(512)
                .writeInt(MAGIC)
                .writeByte(VERSION)
                .writeLong(ringKey.madeAtRevision())
                .writeByte(ringKey.wrappings().size());
        for (RingKey.Wrapping wrapping : ringKey.wrappings()) {
            header.writeText(wrapping.rootKeyId()).writeBytes(wrapping.wrapped());
        }
        return header.toByteArray();
    }

    private static byte[] body(KeyRing ring, Aead ringKey) throws GeneralSecurityException {
        List<RingKeyset> keysets = ring.keysets();
        ByteWriter body = new ByteWriter(512 * keysets.size()).writeShort(keysets.size());
        for (RingKeyset keyset : keysets) {
            write(body, keyset, ringKey, ring.places());
        }
        return body.toByteArray();
    }

    private static void write(ByteWriter body, RingKeyset keyset, Aead ringKey, AssociatedData places)
            throws GeneralSecurityException {
        KeyName name = keyset.name();
        body.writeByte(name.purpose().number())
                .writeText(name.keyId())
                .writeByte(keyset.state().number());
        keyset.deletionDate().ifPresent(date -> body.writeLong(date.toEpochMilli()));
        body.writeShort(keyset.creationDates().size());
        keyset.creationDates().forEach((id, created) -> body.writeInt(id).writeLong(created.toEpochMilli()));
        body.writeBytes(TinkProtoKeysetFormat.serializeEncryptedKeyset(
                keyset.handle(), ringKey, places.ofKeyset(name), name.purpose().configuration()));
    }

    /**
     * Opens a ring.
     *
     * @throws GeneralSecurityException if it is not wrapped under the root key, was changed, or is not of this format
     */
    static OpenedKeyRing decode(String ringId, long revision, SealedBytes sealed, RootKey rootKey)
            throws GeneralSecurityException {
        if (sealed.length() > MAX_RECORD) {
            throw new GeneralSecurityException("The key ring is too long");
        }
        ByteReader record = new ByteReader(sealed.sharedArray());
        AssociatedData places = new AssociatedData(ringId);
        RingKey ringKey = readRingKey(record, places, rootKey);
        byte[] header = new ByteReader(sealed.sharedArray()).readFixed(record.position());
        byte[] body = ringKey.aead().decrypt(record.readRemaining(), places.ofRing(revision, header));
        List<RingKeyset> keysets = readKeysets(new ByteReader(body), ringKey.aead(), places);
        return new OpenedKeyRing(new KeyRing(ringId, revision, keysets), ringKey, sealed);
    }

    private static RingKey readRingKey(ByteReader record, AssociatedData places, RootKey rootKey)
            throws GeneralSecurityException {
        if (record.readInt() != MAGIC) {
            throw new GeneralSecurityException("This is no key ring");
        }
        int version = record.readByte();
        if (version != VERSION) {
            throw new GeneralSecurityException("Unknown version " + version + " of the key ring's format");
        }
        long madeAtRevision = record.readLong();
        int count = requireAtMost(MAX_WRAPPINGS, record.readByte());
        List<RingKey.Wrapping> wrappings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            wrappings.add(new RingKey.Wrapping(
                    record.readPrintable(Printable.MAX_ROOT_KEY_ID), record.readBytes(MAX_WRAPPED)));
        }
        return RingKey.unwrap(places, madeAtRevision, wrappings, rootKey);
    }

    private static List<RingKeyset> readKeysets(ByteReader body, Aead ringKey, AssociatedData places)
            throws GeneralSecurityException {
        int count = requireAtMost(MAX_KEYSETS, body.readShort());
        List<RingKeyset> keysets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            keysets.add(readKeyset(body, ringKey, places));
        }
        body.requireEnd();
        return keysets;
    }

    private static RingKeyset readKeyset(ByteReader body, Aead ringKey, AssociatedData places)
            throws GeneralSecurityException {
        KeyName name = new KeyName(KeyPurpose.of(body.readByte()), body.readPrintable(MAX_KEY_ID));
        KeyState state = KeyState.of(body.readByte());
        Optional<Instant> deletionDate =
                state == KeyState.PENDING_DELETION ? Optional.of(readDate(body)) : Optional.empty();
        Map<Integer, Instant> creationDates = readCreationDates(body);
        KeysetHandle handle = TinkProtoKeysetFormat.parseEncryptedKeyset(
                body.readBytes(MAX_KEYSET),
                ringKey,
                places.ofKeyset(name),
                name.purpose().configuration());
        return new RingKeyset(name, state, deletionDate, creationDates, handle);
    }

    private static Map<Integer, Instant> readCreationDates(ByteReader body) throws GeneralSecurityException {
        int count = requireAtMost(MAX_KEYS_OF_KEYSET, body.readShort());
        Map<Integer, Instant> dates = new HashMap<>();
        for (int i = 0; i < count; i++) {
            if (dates.put(body.readInt(), readDate(body)) != null) {
                throw new GeneralSecurityException("Two keys have one id");
            }
        }
        return dates;
    }

    private static Instant readDate(ByteReader body) throws GeneralSecurityException {
        return Instant.ofEpochMilli(body.readLong());
    }

    private static int requireAtMost(int max, int count) throws GeneralSecurityException {
        if (count > max) {
            throw new GeneralSecurityException("There are too many of something: " + count);
        }
        return count;
    }
}
